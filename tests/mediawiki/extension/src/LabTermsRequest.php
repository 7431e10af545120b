<?php
use MediaWiki\Auth\AuthenticationRequest;

/** Fields that the setting `terms` adds to the creation form. */
final class LabTermsRequest extends AuthenticationRequest {
	public const FIELDS = [ 'terms', 'colour', 'motto', 'interests' ];

	public $terms, $colour, $motto, $interests;

	public function getFieldInfo() {
		return [
			'terms' => [
				'type' => 'checkbox',
				'label' => wfMessage( 'lab-terms-terms' ),
				'help' => wfMessage( 'lab-terms-terms-help' ),
			],
			'colour' => [
				'type' => 'select',
				'options' => [
					'red' => wfMessage( 'lab-terms-colour-red' ),
					'green' => wfMessage( 'lab-terms-colour-green' ),
				],
				'label' => wfMessage( 'lab-terms-colour' ),
				'help' => wfMessage( 'lab-terms-colour-help' ),
			],
			'motto' => [
				'type' => 'string',
				'label' => wfMessage( 'lab-terms-motto' ),
				'help' => wfMessage( 'lab-terms-motto-help' ),
				'optional' => true,
			],
			'interests' => [
				'type' => 'multiselect',
				'options' => [
					'maps' => wfMessage( 'lab-terms-interests-maps' ),
					'trains' => wfMessage( 'lab-terms-interests-trains' ),
				],
				'label' => wfMessage( 'lab-terms-interests' ),
				'help' => wfMessage( 'lab-terms-interests-help' ),
				'optional' => true,
			],
		];
	}
}
