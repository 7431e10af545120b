<?php
// The storage of a wiki: SQLite files in its own folder, and messages compiled once for all wikis.

$wgDBtype = 'sqlite';
$wgDBname = 'wiki';
$wgSQLiteDataDir = Lab::$instance;

// IMMEDIATE: two requests at once wait for each other, where with the default one of them could fail with
// "database is locked". Data need not survive a power failure, so writes do not wait for the disk.
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

// The server's workers are processes, so shared data cannot be kept in memory: sessions, throttle counters
// and caches are in the database.
$wgMainCacheType = CACHE_DB;
$wgSessionCacheType = CACHE_DB;
$wgMessageCacheType = CACHE_DB;
$wgParserCacheType = CACHE_DB;

$wgCacheDirectory = Lab::$instance . '/cache';
$wgTmpDirectory = Lab::$instance . '/cache';
$wgUploadDirectory = Lab::$instance . '/images';

// Messages as PHP files, never checked again after the step l10n wrote them.
$wgLocalisationCacheConf['store'] = 'array';
$wgLocalisationCacheConf['storeDirectory'] = getenv( 'LAB_L10N' ) ?: Lab::releaseDir() . '/l10n';
$wgLocalisationCacheConf['manualRecache'] = true;
