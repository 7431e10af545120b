<?php
/**
 * Single sign-on, as far as account creation sees it: accounts of elsewhere could be linked, so MediaWiki says that
 * accounts can be created, but there is no request that creates one.
 */
final class LabLinkPrimary extends LabPrimary {
	public function accountCreationType() {
		return self::TYPE_LINK;
	}
}
