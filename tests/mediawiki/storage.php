<?php
// Where a wiki keeps things: SQLite files in its own folder, and messages compiled once for all wikis.

$wgDBtype = 'sqlite';
$wgDBname = 'wiki';
$wgSQLiteDataDir = Lab::$instance;

// IMMEDIATE: two requests at once wait for each other, where the default would let one of them fail with
// "database is locked". Nothing here need survive a power cut, so no waiting for the disk.
$labDatabase = [
	'type' => 'sqlite',
	'dbDirectory' => Lab::$instance,
	'tablePrefix' => '',
	'trxMode' => 'IMMEDIATE',
	'variables' => [ 'synchronous' => 'OFF' ],
];
$wgDBservers = [ $labDatabase + [
	'host' => '', 'user' => '', 'password' => '', 'dbname' => 'wiki', 'flags' => DBO_DEFAULT, 'load' => 1,
] ];
$wgObjectCaches[CACHE_DB] = [
	'class' => SqlBagOStuff::class,
	'loggroup' => 'SQLBagOStuff',
	'server' => $labDatabase + [ 'dbname' => 'wikicache', 'flags' => 0 ],
];
$wgJobTypeConf['default'] = [
	'class' => 'JobQueueDB',
	'claimTTL' => 3600,
	'server' => $labDatabase + [ 'dbname' => 'wiki_jobqueue', 'flags' => 0 ],
];

// The server's workers are processes, so nothing shared may be kept in memory: sessions, throttle counters
// and caches are all in the database.
$wgMainCacheType = CACHE_DB;
$wgSessionCacheType = CACHE_DB;
$wgMessageCacheType = CACHE_DB;
$wgParserCacheType = CACHE_DB;

$wgCacheDirectory = Lab::$instance . '/cache';
$wgTmpDirectory = Lab::$instance . '/cache';
$wgUploadDirectory = Lab::$instance . '/images';

// Messages as PHP files, never looked at again after the step l10n wrote them.
$wgLocalisationCacheConf['store'] = 'array';
$wgLocalisationCacheConf['storeDirectory'] = getenv( 'LAB_L10N' ) ?: Lab::releaseDir() . '/l10n';
$wgLocalisationCacheConf['manualRecache'] = true;
