<?php
use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Auth\AuthenticationResponse;

/** One question to the user: how it is asked, and what is thought of the answer. */
abstract class LabStep {
	/**
	 * @param array &$memory kept between requests, for this step alone
	 * @param string $returnUrl where the user's browser is to come back to
	 * @return AuthenticationResponse
	 */
	abstract public function ask( array &$memory, $returnUrl );

	/**
	 * @param array &$memory
	 * @param AuthenticationRequest[] $reqs those that MediaWiki found complete
	 * @return array the verdict in one word, what came back (null if it was not complete), and the response to give;
	 *  null as the response means that the step is done
	 */
	abstract public function judge( array &$memory, array $reqs );
}
