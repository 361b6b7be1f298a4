using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Database;

namespace Usher.BoxOffice.Tickets;

/// <summary>A key that signs links.</summary>
/// <param name="Number">Which it is, as its links say.</param>
/// <param name="Secret">Random bytes.</param>
internal sealed record TicketKey(int Number, byte[] Secret);

/// <summary>
/// The keys that sign buyers' links, in the table secrets, where the other secrets of the installation are. The newest
/// signs and all that are there are believed, so a new one ends no link. Who serves can only add to that table: that
/// earlier keys have ended is a row of its own. What changes is known to every process within
/// <see cref="AccessOptions.RecheckSeconds"/>.
/// </summary>
public sealed class TicketKeys
{
    private const int SecretBytes = 32;

    // How the keys' rows are named, before the number.
    private const string Name = "ticket_link:";

    // The same of the rows that say that no key before this number is believed any more.
    private const string EndName = "ticket_link_from:";

    // Other secrets have no number: only a case looks at the name first for sure.
    private const string Read = $"""
        select substr(name, length($1) + 1)::int as number, {StoredSecrets.Columns} from secrets
        where case when starts_with(name, $1) then substr(name, length($1) + 1)::int >= (
            select coalesce(max(substr(name, length($2) + 1)::int), 0) from secrets where starts_with(name, $2)) end
        order by number desc
        """;

    private const string AddFirst = """
        insert into secrets (name, sealed) values ($1, $2) on conflict (name) do nothing
        """;

    private const string Next = """
        select coalesce(max(substr(name, length($1) + 1)::int), 0) + 1 from secrets where starts_with(name, $1)
        """;

    // Of two that are made at once one fails: there is no key of its number yet that it could be.
    private const string Add = "insert into secrets (name, sealed) values ($1, $2)";

    private const string EndOthers = "insert into secrets (name, value) values ($1 || $2::int, '')";

    private readonly DataSources _data;
    private readonly Rechecked<string, TicketKey[]> _known;

    public TicketKeys(DataSources data, IOptions<AccessOptions> options, TimeProvider time)
    {
        _data = data;
        _known = new Rechecked<string, TicketKey[]>(
            time, TimeSpan.FromSeconds(options.Value.RecheckSeconds), entriesMax: 1, ReadOrMakeAsync);
    }

    /// <summary>Makes a new key, which signs from now on.</summary>
    /// <param name="endsOthers">Whether the earlier ones end, and with them every link that they have signed.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Its number.</returns>
    public async Task<int> AddAsync(bool endsOthers, CancellationToken ct)
    {
        await using var next = _data.Primary.Command(Next, Name.Typed());
        var number = (int)(await next.ExecuteScalarAsync(ct))!;
        await using var add = _data.Primary.Command(Add, NameOf(number).Typed(), NewSecret(number).Typed());
        await add.ExecuteNonQueryAsync(ct);
        if (endsOthers)
        {
            await using var end = _data.Primary.Command(EndOthers, EndName.Typed(), number.Typed());
            await end.ExecuteNonQueryAsync(ct);
        }

        _known.Forget(Name);
        return number;
    }

    /// <summary>The one that signs.</summary>
    internal async ValueTask<TicketKey> NewestAsync(CancellationToken ct) => (await KnownAsync(ct))[0];

    /// <summary>The one of this number; null: there is none, or none any more.</summary>
    internal async ValueTask<TicketKey?> FindAsync(int number, CancellationToken ct)
    {
        var known = await KnownAsync(ct);
        if (number > known[0].Number)
        {
            // Another process may have made it just now.
            _known.Forget(Name);
            known = await KnownAsync(ct);
        }

        return Array.Find(known, key => key.Number == number);
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Name}{number}");

    // As it is stored.
    private byte[] NewSecret(int number) =>
        StoredSecrets.Seal(_data.Keys, NameOf(number), RandomNumberGenerator.GetBytes(SecretBytes));

    private async ValueTask<TicketKey[]> KnownAsync(CancellationToken ct) => (await _known.FindAsync(Name, ct))!;

    private async Task<TicketKey[]?> ReadOrMakeAsync(string name, CancellationToken ct)
    {
        if (await ReadAsync(name, ct) is [_, ..] found)
        {
            return found;
        }

        await using var add = _data.Primary.Command(AddFirst, NameOf(1).Typed(), NewSecret(1).Typed());
        await add.ExecuteNonQueryAsync(ct);
        return await ReadAsync(name, ct);
    }

    private async Task<TicketKey[]> ReadAsync(string name, CancellationToken ct)
    {
        await using var command = _data.Primary.Command(Read, name.Typed(), EndName.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new List<TicketKey>();
        while (await reader.ReadAsync(ct))
        {
            var number = reader.GetInt32(0);
            keys.Add(new TicketKey(number, StoredSecrets.Read(reader, 1, _data.Keys, NameOf(number))));
        }

        return [.. keys];
    }
}
