using System.Security.Cryptography;
using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Sealing;

namespace Usher.Engine.Privacy;

/// <summary>Holds the key ring and the database together: what is sealed in one must open with the other.</summary>
public sealed class StoredKeys(DataSources data)
{
    // Two processes that start at once with different rings must not both be first.
    private const string Lock = "lock table key_ring_keys in share row exclusive mode";

    private const string List = "select id, proof, finds_people from key_ring_keys order by id";

    private const string Insert = """
        insert into key_ring_keys (id, proof, finds_people) values ($1, $2, $3) on conflict (id) do nothing
        """;

    private const string FindKeys =
        "select id, sealed_key from personal_keys where id > $1 order by id limit $2";

    // One that was destroyed meanwhile stays so.
    private const string Reseal = """
        update personal_keys k set sealed_key = w.sealed_key
        from (select unnest($1) as id, unnest($2) as sealed_key) w where k.id = w.id
        """;

    private const string DropOthers = "delete from key_ring_keys where id <> $1 and not finds_people";

    /// <summary>Refuses a ring that lacks what the database is sealed under; notes what the ring will seal under.
    /// </summary>
    /// <exception cref="KeyRingException">A key is missing, or another one has its id.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task RequireAsync(CancellationToken ct)
    {
        var ring = data.Keys;
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var locking = new NpgsqlCommand(Lock, connection))
        {
            await locking.ExecuteNonQueryAsync(ct);
        }

        var isNew = true;
        await using (var list = new NpgsqlCommand(List, connection))
        await using (var reader = await list.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var (id, findsPeople) = (reader.GetString(0), reader.GetBoolean(2));
                isNew &= !findsPeople;
                Require(ring, id, reader.GetFieldValue<byte[]>(1), findsPeople);
            }
        }

        await InsertAsync(connection, ring, ring.FindingId, isNew, ct);
        await InsertAsync(connection, ring, ring.ActiveId, findsPeople: false, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Seals all data keys under the active key of the ring, in portions, and all secrets; then no other one
    /// is needed but the one that people are found by. Every process must use the active key by then.</summary>
    /// <param name="portion">The most data keys to seal in one transaction.</param>
    /// <param name="secrets">Everything else that is under the ring.</param>
    /// <param name="ct">Ends it; what is sealed anew stays so.</param>
    /// <returns>How many were sealed anew.</returns>
    /// <exception cref="NpgsqlException">The database is away; what is sealed anew stays so.</exception>
    public async Task<(int DataKeys, int Secrets)> ResealAsync(
        int portion, IEnumerable<ISealedRows> secrets, CancellationToken ct)
    {
        var count = (DataKeys: 0, Secrets: 0);
        for (var place = (Guid?)Guid.Empty; place is { } from;)
        {
            (var resealed, place) = await ResealAsync(from, portion, ct);
            count.DataKeys += resealed;
        }

        foreach (var rows in secrets)
        {
            count.Secrets += await rows.SealAsync(ct);
        }

        await using var drop = data.Primary.Command(DropOthers, data.Keys.ActiveId.Typed());
        await drop.ExecuteNonQueryAsync(ct);
        return count;
    }

    private async Task<(int Resealed, Guid? Next)> ResealAsync(Guid from, int portion, CancellationToken ct)
    {
        List<(Guid Id, byte[] SealedKey)> now = [];
        Guid? last = null;
        await using (var find = data.Primary.Command(FindKeys, from.Typed(), portion.Typed()))
        await using (var reader = await find.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                last = reader.GetGuid(0);
                if (data.Keys.Rewrap(last.Value, reader.GetFieldValue<byte[]>(1)) is { } anew)
                {
                    now.Add((last.Value, anew));
                }
            }
        }

        if (now.Count > 0)
        {
            await using var reseal = data.Primary.Command(
                Reseal, now.ArrayOf(key => key.Id), now.ArrayOf(key => key.SealedKey));
            await reseal.ExecuteNonQueryAsync(ct);
        }

        return (now.Count, last);
    }

    private static void Require(KeyRing ring, string id, byte[] proof, bool findsPeople)
    {
        if (ring.ProofOf(id) is not { } own)
        {
            throw new KeyRingException(
                $"Privacy:KeyRing lacks the key '{id}', which data in this database is sealed under. Use the file that "
                + "has it.");
        }

        if (!CryptographicOperations.FixedTimeEquals(own, proof))
        {
            throw new KeyRingException(
                $"the key '{id}' of Privacy:KeyRing is not the one that this database is sealed under. Use the file "
                + "that has it.");
        }

        if (findsPeople && id != ring.FindingId)
        {
            throw new KeyRingException(
                $"Privacy:KeyRing finds people by the key '{ring.FindingId}', this database by '{id}'. Set 'finding' "
                + $"to '{id}'.");
        }
    }

    private static async Task InsertAsync(
        NpgsqlConnection connection, KeyRing ring, string id, bool findsPeople, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand(Insert, connection);
        insert.Parameters.Add(id.Typed());
        insert.Parameters.Add(ring.ProofOf(id)!.Typed());
        insert.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = findsPeople });
        await insert.ExecuteNonQueryAsync(ct);
    }
}
