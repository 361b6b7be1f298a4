using Npgsql;
using Usher.Engine.Sealing;

namespace Usher.Engine.Database;

/// <summary>The rows of the table secrets: each value sealed under the key ring, or in the clear if an earlier program
/// wrote it (ADR 62).</summary>
public sealed class StoredSecrets(DataSources data) : ISealedRows
{
    /// <summary>What <see cref="Read"/> reads of a row.</summary>
    public const string Columns = "value, sealed";

    // What is empty is no secret; that it is there says something.
    private const string List = $"select name, {Columns} from secrets where value is null or value <> '' order by name";

    private const string Change = "select seal_secret($1, $2, $3)";

    /// <summary>What to store of a secret, in the column <c>sealed</c>.</summary>
    /// <param name="keys">The key ring.</param>
    /// <param name="name">The row's; in another one it does not open.</param>
    /// <param name="secret">The secret.</param>
    public static byte[] Seal(KeyRing keys, string name, byte[] secret) => keys.SealSecret(NameOf(name), secret);

    /// <summary>The secret of a row.</summary>
    /// <param name="row">With <see cref="Columns"/>.</param>
    /// <param name="ordinal">Where these begin.</param>
    /// <param name="keys">The key ring.</param>
    /// <param name="name">The row's.</param>
    public static byte[] Read(NpgsqlDataReader row, int ordinal, KeyRing keys, string name) => row.IsDBNull(ordinal)
        ? keys.OpenSecret(NameOf(name), row.GetFieldValue<byte[]>(ordinal + 1))
        : row.GetFieldValue<byte[]>(ordinal);

    /// <inheritdoc/>
    public async Task<int> SealAsync(CancellationToken ct)
    {
        List<(string Name, byte[] Was, byte[] IsNow)> changes = [];
        await using (var list = data.Primary.Command(List))
        await using (var reader = await list.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var (name, isClear) = (reader.GetString(0), !reader.IsDBNull(1));
                var was = reader.GetFieldValue<byte[]>(isClear ? 1 : 2);
                if ((isClear ? Seal(data.Keys, name, was) : data.Keys.ResealSecret(NameOf(name), was)) is { } now)
                {
                    changes.Add((name, was, now));
                }
            }
        }

        var count = 0;
        foreach (var (name, was, now) in changes)
        {
            await using var change = data.Primary.Command(Change, name.Typed(), was.Typed(), now.Typed());
            count += (int)(await change.ExecuteScalarAsync(ct))!;
        }

        return count;
    }

    private static string NameOf(string row) => $"secrets/{row}";
}
