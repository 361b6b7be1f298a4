using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;

namespace Usher.BoxOffice.Organizations;

/// <summary>Who sells here, as the database has it. No tenant's work: it is about all of them.</summary>
public sealed class OrganizationStore(DataSources data)
{
    private const string Default = "select id from organizations where slug = 'default'";

    private const string Columns = """
        id, slug, name, created_at, time_zone, currency, light_colour, dark_colour, host, suspended_at, logo_hash,
        logo_width, logo_height
        """;

    private const string List = $"select {Columns} from organizations order by id limit $1";

    private const string Lock = $"select {Columns} from organizations where slug = $1 for update";

    // Together with the check of how many there are; two at once may pass it by one, which harms nobody.
    private const string Insert = $"""
        insert into organizations
            (slug, name, time_zone, currency, light_colour, dark_colour, host, suspended_at)
        select $1, $2, $3, $4, $5, $6, $7, case when $8 then now() end
        where (select count(*) from organizations) < $9
        on conflict do nothing
        returning {Columns}
        """;

    private const string Update = $"""
        update organizations
        set name = $2, time_zone = $3, currency = $4, light_colour = $5, dark_colour = $6, host = $7,
            suspended_at = case when $8 then coalesce(suspended_at, now()) end
        where slug = $1
        returning {Columns}
        """;

    private const string UpdateLogo = $"""
        update organizations set logo = $2, logo_hash = $3, logo_width = $4, logo_height = $5 where slug = $1
        returning {Columns}
        """;

    private const string FindLogo = "select logo from organizations where id = $1 and logo_hash = $2";

    private const string FindRival = """
        select slug = $1 from organizations where (slug = $1 and $3) or (host = $2 and (slug <> $1 or $3)) limit 1
        """;

    // One at a time makes or changes one, so that each sees the names of the others. Nothing else locks this number.
    private const string TakeTurns = "select pg_advisory_xact_lock(-51)";

    // 0 until it is known.
    private long _default;

    /// <summary>The organization of all who name none. Reads the database once.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async ValueTask<OrganizationId> DefaultAsync(CancellationToken ct)
    {
        if (_default == 0)
        {
            await using var command = data.Primary.Command(Default);
            _default = (long)(await command.ExecuteScalarAsync(ct))!;
        }

        return new OrganizationId(_default);
    }

    /// <summary>All of them, the oldest first; at most <see cref="Organization.CountMax"/>.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<ImmutableArray<Organization>> ListAsync(CancellationToken ct)
    {
        await using var batch = data.Primary.CreateBatch();
        batch.Add(List, Organization.CountMax.Typed());
        return await ReadAsync(batch, ct);
    }

    /// <summary>The one of a slug; nobody else changes it until the transaction ends.</summary>
    internal static async Task<Organization?> LockAsync(
        NpgsqlConnection connection, string slug, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(TakeTurns);
        batch.Add(Lock, slug.Typed());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    /// <summary>Which name of it another one has: its slug or its host; null: neither.</summary>
    internal static async Task<bool?> FindRivalAsync(
        NpgsqlConnection connection, string slug, string? host, bool isNew, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(FindRival, connection);
        command.Parameters.Add(slug.Typed());
        command.Parameters.Add(host.Typed());
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = isNew });
        return (bool?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>Null: there are as many as there can be.</summary>
    internal static async Task<Organization?> InsertAsync(
        NpgsqlConnection connection, string slug, OrganizationTerms terms, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Insert, [.. Parameters(slug, terms), Organization.CountMax.Typed()]);
        return await ReadAsync(batch, ct) is [var made] ? made : null;
    }

    internal static async Task<Organization> UpdateAsync(
        NpgsqlConnection connection, string slug, OrganizationTerms terms, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Update, Parameters(slug, terms));
        return (await ReadAsync(batch, ct))[0];
    }

    /// <summary>Gives it a logo, or takes it away.</summary>
    internal static async Task<Organization> UpdateLogoAsync(
        NpgsqlConnection connection, string slug, LogoImage? logo, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            UpdateLogo, slug.Typed(), OrNull(logo?.Png, NpgsqlDbType.Bytea), (logo?.Logo.Hash).Typed(),
            OrNull(logo?.Logo.Width, NpgsqlDbType.Integer), OrNull(logo?.Logo.Height, NpgsqlDbType.Integer));
        return (await ReadAsync(batch, ct))[0];
    }

    /// <summary>The bytes of a logo, which is a PNG; null: the organization has no such one, or not any more.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<byte[]?> FindLogoAsync(OrganizationId id, string hash, CancellationToken ct)
    {
        await using var batch = data.Primary.Scoped(FindLogo, id.Typed(), hash.Typed());
        return await batch.ExecuteScalarAsync(ct) as byte[];
    }

    private static NpgsqlParameter OrNull(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static NpgsqlParameter[] Parameters(string slug, OrganizationTerms terms) =>
    [
        slug.Typed(), terms.Name.Trim().Typed(), terms.TimeZone.Typed(), terms.Currency.Typed(),
        terms.LightColour.Typed(), terms.DarkColour.Typed(), terms.Host.Typed(),
        new NpgsqlParameter<bool> { TypedValue = terms.IsSuspended },
    ];

    private static async Task<ImmutableArray<Organization>> ReadAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var found = ImmutableArray.CreateBuilder<Organization>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(Read(reader));
        }

        return found.DrainToImmutable();
    }

    private static Organization Read(NpgsqlDataReader reader) => new(
        new OrganizationId(reader.GetInt64(0)), reader.GetString(1), reader.GetString(2), reader.GetDateTime(3))
    {
        TimeZone = Text(reader, 4),
        Currency = Text(reader, 5),
        LightColour = Text(reader, 6),
        DarkColour = Text(reader, 7),
        Host = Text(reader, 8),
        SuspendedAt = reader.IsDBNull(9) ? null : reader.GetDateTime(9),
        Logo = reader.IsDBNull(10)
            ? null
            : new OrganizationLogo(reader.GetString(10), reader.GetInt32(11), reader.GetInt32(12)),
    };

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
