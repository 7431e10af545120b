<?php
/**
 * The part of single sign-on that account creation is affected by: accounts of other sites can be linked, so MediaWiki
 * reports that accounts can be created, but no request creates one.
 */
final class LabLinkPrimary extends LabPrimary {
	public function accountCreationType() {
		return self::TYPE_LINK;
	}
}
