using System.Collections.Immutable;
using System.Text;
using Npgsql;
using Usher.Engine.Sealing;

namespace Usher.Engine.Database;

/// <summary>
/// Keys that protect what a browser keeps for this system, as the XML of their owner; the engine does not look inside.
/// Each is stored sealed under the key ring as a whole, as an XML element that its owner does not know (ADR 62); in the
/// clear, if an earlier program wrote it. Every process on one database reads all of them. Calls of the owner block,
/// for its interface does.
/// </summary>
public sealed class DataProtectionKeys(DataSources data) : ISealedRows
{
    // A program that cannot open it skips an element of this name.
    private const string Begin = "<sealed>";
    private const string End = "</sealed>";

    private const string List = "select name, xml from data_protection_keys order by created_at, name";

    private const string Insert =
        "insert into data_protection_keys (name, xml) values ($1, $2) on conflict (name) do nothing";

    private const string Change = "select seal_data_protection_key($1, $2, $3)";

    /// <summary>All keys, the oldest first.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public ImmutableArray<string> Read()
    {
        using var command = data.Primary.Command(List);
        using var reader = command.ExecuteReader();
        var keys = ImmutableArray.CreateBuilder<string>();
        while (reader.Read())
        {
            var (name, xml) = (reader.GetString(0), reader.GetString(1));
            keys.Add(SealedOf(xml) is { } ciphertext
                ? Encoding.UTF8.GetString(data.Keys.OpenSecret(NameOf(name), ciphertext))
                : xml);
        }

        return keys.ToImmutable();
    }

    /// <summary>Adds a key. One of this name that is there already stays as it is.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public void Add(string name, string xml)
    {
        using var command = data.Primary.Command(Insert, name.Typed(), Seal(name, xml).Typed());
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public async Task<int> SealAsync(CancellationToken ct)
    {
        List<(string Name, string Was, string IsNow)> changes = [];
        await using (var list = data.Primary.Command(List))
        await using (var reader = await list.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var (name, xml) = (reader.GetString(0), reader.GetString(1));
                if (Reseal(name, xml) is { } now)
                {
                    changes.Add((name, xml, now));
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

    private static string NameOf(string row) => $"data_protection_keys/{row}";

    private string Seal(string name, string xml) =>
        Stored(data.Keys.SealSecret(NameOf(name), Encoding.UTF8.GetBytes(xml)));

    // Null: it is as it should be.
    private string? Reseal(string name, string xml) =>
        SealedOf(xml) is not { } was ? Seal(name, xml)
        : data.Keys.ResealSecret(NameOf(name), was) is { } now ? Stored(now)
        : null;

    private static string Stored(byte[] ciphertext) => Begin + Convert.ToBase64String(ciphertext) + End;

    // Null: it is in the clear.
    private static byte[]? SealedOf(string xml) =>
        xml.StartsWith(Begin, StringComparison.Ordinal) && xml.EndsWith(End, StringComparison.Ordinal)
            ? Convert.FromBase64String(xml[Begin.Length..^End.Length])
            : null;
}
