namespace Usher.Postgres;

/// <summary>The settings file that the cluster's own <c>postgresql.conf</c> includes.</summary>
internal static class PostgresSettings
{
    // A page's first change after a checkpoint is logged as a whole page. lz4 compresses it for a fraction of the CPU
    // of PostgreSQL's own method, which counts most just when a sale opens; but a server may have been built without
    // it.
    public const string QuickCompression = "lz4";
    public const string BuiltInCompression = "pglz";

    public static Task WriteAsync(
        PostgresHome home, PrivatePostgresOptions options, string walCompression, CancellationToken ct) =>
        File.WriteAllTextAsync(home.Settings, Text(home, options, walCompression), ct);

    private static string Text(PostgresHome home, PrivatePostgresOptions options, string walCompression) => $"""
        # Written by usher at every start. Change usher's PrivatePostgres settings instead, or use ALTER SYSTEM.
        cluster_name = 'usher'
        listen_addresses = ''
        port = 5432
        unix_socket_directories = {Quoted(Listed(home.SocketDirectory()))}
        unix_socket_permissions = 0700
        max_connections = {options.ConnectionsMax}

        # What was acknowledged survives a power cut.
        fsync = on
        full_page_writes = on
        synchronous_commit = on

        shared_buffers = {options.SharedBuffersMebibytes}MB
        wal_compression = {walCompression}
        max_wal_size = {options.WalMebibytesMax}MB
        checkpoint_timeout = {options.CheckpointSecondsMax}s
        # Our statements are short; compiling them would cost more than running them.
        jit = off

        timezone = 'UTC'
        log_timezone = 'UTC'
        # A file per weekday, emptied when its day comes round again. No statements: they may name people.
        logging_collector = on
        log_directory = {Quoted(home.Log)}
        log_filename = 'postgres-%a.log'
        log_rotation_age = 1d
        log_rotation_size = 0
        log_truncate_on_rotation = on
        log_line_prefix = '%m [%p] '
        log_min_error_statement = panic

        """;

    // One item of a list: without quotes a comma would end it.
    private static string Listed(string item) => $"\"{item.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Quoted(string value) =>
        $"'{value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
