using Npgsql;
using NpgsqlTypes;

namespace Usher.Engine.Database;

/// <summary>
/// Random bytes that all processes on one database share: created by the first that needs them, stored in the table
/// secrets.
/// </summary>
public sealed class SharedSecret(DataSources data, string name, Func<byte[]> make)
{
    private const int AttemptsMax = 3;

    private const string FindOrInsert = """
        with made as (
            insert into secrets (name, value) values ($1, $2) on conflict (name) do nothing returning value
        )
        select value from made union all select value from secrets where name = $1 limit 1
        """;

    private byte[]? _value;

    /// <summary>Reads the database once; a failure is not cached.</summary>
    public async ValueTask<byte[]> GetAsync(CancellationToken ct)
    {
        if (_value is { } known)
        {
            return known;
        }

        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            await using var command = data.Primary.CreateCommand(FindOrInsert);
            command.Parameters.Add(new NpgsqlParameter { Value = name });
            command.Parameters.Add(new NpgsqlParameter { Value = make(), NpgsqlDbType = NpgsqlDbType.Bytea });
            // No row is returned while another process inserts it: that row is not visible to this statement yet.
            if (await command.ExecuteScalarAsync(ct) is byte[] value)
            {
                return _value = value;
            }
        }

        throw new InvalidOperationException($"The secret '{name}' is neither there nor can it be made.");
    }
}
