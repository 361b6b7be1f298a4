using Npgsql;
using NpgsqlTypes;

namespace Usher.Engine.Database;

/// <summary>
/// Random bytes that every process on one database shares: made by whoever asks first, kept in the table secrets.
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

    /// <summary>Asks the database once; a failure is not remembered.</summary>
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
            // Nothing comes back while another process inserts it: its row is not visible to this statement yet.
            if (await command.ExecuteScalarAsync(ct) is byte[] value)
            {
                return _value = value;
            }
        }

        throw new InvalidOperationException($"The secret '{name}' is neither there nor can it be made.");
    }
}
