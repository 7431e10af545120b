<?php
use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Auth\AuthenticationResponse;

/** One step of a creation: asks the user, and checks the answer. */
abstract class LabStep {
	/**
	 * @param array &$memory kept between requests, for this step only
	 * @param string $returnUrl the URL to redirect the user's browser back to
	 * @return AuthenticationResponse
	 */
	abstract public function ask( array &$memory, $returnUrl );

	/**
	 * @param array &$memory
	 * @param AuthenticationRequest[] $reqs the complete ones
	 * @return array the verdict in one word, the submitted fields (null if incomplete), and the response; null as the
	 *  response means that the step is done
	 */
	abstract public function judge( array &$memory, array $reqs );
}
