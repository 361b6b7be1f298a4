using Npgsql;
using Usher.Engine.Sealing;

namespace Usher.Engine.Database;

/// <summary>
/// Random bytes that all processes on one database share: created by the first that needs them, stored in the table
/// secrets (<see cref="StoredSecrets"/>).
/// </summary>
public sealed class SharedSecret(DataSources data, string name, Func<byte[]> make)
{
    private const int AttemptsMax = 3;

    private const string FindOrInsert = $"""
        with made as (
            insert into secrets (name, sealed) values ($1, $2) on conflict (name) do nothing
            returning {StoredSecrets.Columns}
        )
        select {StoredSecrets.Columns} from made
        union all select {StoredSecrets.Columns} from secrets where name = $1 limit 1
        """;

    private byte[]? _value;

    /// <summary>Reads the database once; a failure is not cached.</summary>
    public async ValueTask<byte[]> GetAsync(CancellationToken ct)
    {
        if (_value is { } known)
        {
            return known;
        }

        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        return _value = await FindOrMakeAsync(connection, data.Keys, name, make, ct);
    }

    /// <summary>The same on a connection of the caller's, in the transaction that it has.</summary>
    /// <param name="connection">Of the role that serves, not of a tenant.</param>
    /// <param name="keys">What it is sealed under.</param>
    /// <param name="name">Which.</param>
    /// <param name="make">Makes it where there is none.</param>
    /// <param name="ct">Ends it.</param>
    internal static async Task<byte[]> FindOrMakeAsync(
        NpgsqlConnection connection, KeyRing keys, string name, Func<byte[]> make, CancellationToken ct)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            await using var command = connection.Command(
                FindOrInsert, name.Typed(), StoredSecrets.Seal(keys, name, make()).Typed());
            await using var reader = await command.ExecuteReaderAsync(ct);
            // No row is returned while another process inserts it: that row is not visible to this statement yet.
            if (await reader.ReadAsync(ct))
            {
                return StoredSecrets.Read(reader, 0, keys, name);
            }
        }

        throw new InvalidOperationException($"The secret '{name}' is neither there nor can it be made.");
    }
}
