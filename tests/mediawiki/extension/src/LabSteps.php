<?php
use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Auth\AuthenticationResponse;
use MediaWiki\Auth\AuthManager;

/** Runs several steps one after the other, before or after the account exists. */
final class LabSteps {
	private const STEPS = [ 'otp' => LabOtpStep::class, 'openid' => LabOpenidStep::class ];

	private $manager, $setting, $names;

	/**
	 * @param AuthManager $manager keeps the user's progress
	 * @param string $setting the setting with these steps
	 * @param string[] $names keys of STEPS
	 */
	public function __construct( AuthManager $manager, $setting, array $names ) {
		$this->manager = $manager;
		$this->setting = $setting;
		$this->names = $names;
	}

	/**
	 * @param AuthenticationRequest[] $reqs
	 * @return AuthenticationResponse
	 */
	public function begin( array $reqs ) {
		return $this->ask( 0, reset( $reqs )->returnToUrl );
	}

	/**
	 * @param User $user the user of the account
	 * @param User $creator
	 * @param AuthenticationRequest[] $reqs
	 * @return AuthenticationResponse PASS after the last step
	 */
	public function proceed( $user, $creator, array $reqs ) {
		$progress = $this->manager->getAuthenticationSessionData( "lab-$this->setting" );
		$name = $this->names[$progress['at']];
		$memory = $progress['memory'];
		[ $verdict, $fields, $response ] = $this->step( $name )->judge( $memory, $reqs );
		Lab::record( $user->getName(), [
			'setting' => $this->setting,
			'step' => $name,
			'verdict' => $verdict,
			'exists' => $user->getId() !== 0,
			'creator' => $creator->getName(),
			'fields' => $fields,
		] );
		if ( !$response ) {
			return $this->ask( $progress['at'] + 1, $progress['return'] );
		}
		$this->keep( $progress['at'], $memory, $progress['return'] );
		return $response;
	}

	private function ask( $at, $returnUrl ) {
		if ( $at === count( $this->names ) ) {
			return AuthenticationResponse::newPass();
		}
		$memory = [];
		$response = $this->step( $this->names[$at] )->ask( $memory, $returnUrl );
		$this->keep( $at, $memory, $returnUrl );
		return $response;
	}

	private function keep( $at, array $memory, $returnUrl ) {
		$this->manager->setAuthenticationSessionData( "lab-$this->setting",
			[ 'at' => $at, 'memory' => $memory, 'return' => $returnUrl ] );
	}

	private function step( $name ) {
		$class = self::STEPS[$name];
		return new $class();
	}
}
