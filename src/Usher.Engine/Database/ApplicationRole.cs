using System.Collections.Immutable;
using Npgsql;

namespace Usher.Engine.Database;

/// <summary>
/// What the role that serves may do, where another one owns the tables (ADR 52): read and write rows, but neither
/// create nor alter anything, and only add to what is append-only. This is the one place that says so.
/// </summary>
public sealed class ApplicationRole
{
    /// <summary>
    /// Every table and function, and all that the role may do with it. What is not listed here, it may not touch; a
    /// test fails for a table without a line. Rows that nobody may change or remove afterwards have SELECT and INSERT
    /// only.
    /// </summary>
    private const string Declared = """
        declared (kind, name, rights) as (values
            ('table', 'anonymised_shows', 'SELECT INSERT UPDATE'),
            ('table', 'api_keys', 'SELECT INSERT UPDATE'),
            ('table', 'booking_events', 'SELECT INSERT'),
            ('table', 'booking_minutes', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'booking_minutes_until', 'SELECT UPDATE'),
            ('table', 'bookings', 'SELECT INSERT UPDATE'),
            ('table', 'bookings_by_person', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'data_protection_keys', 'SELECT INSERT'),
            ('table', 'idempotency_keys', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'key_ring_keys', 'SELECT INSERT DELETE'),
            ('table', 'memberships', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'organizations', 'SELECT INSERT UPDATE'),
            ('table', 'passkeys', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'people', 'SELECT INSERT UPDATE'),
            ('table', 'personal_data_events', 'SELECT INSERT'),
            ('table', 'personal_keys', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'person_links', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'provider_logins', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'recovery_codes', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'refresh_tokens', 'SELECT INSERT UPDATE'),
            ('table', 'schema_migrations', 'SELECT'),
            ('table', 'schema_versions', 'SELECT'),
            ('table', 'seating_plan_versions', 'SELECT INSERT UPDATE'),
            ('table', 'seating_plans', 'SELECT INSERT UPDATE'),
            ('table', 'seats', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'secrets', 'SELECT INSERT'),
            ('table', 'sessions', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'show_changes', 'SELECT INSERT'),
            ('table', 'show_drafts', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'show_journeys', 'SELECT INSERT UPDATE DELETE'),
            ('table', 'shows', 'SELECT INSERT UPDATE'),
            ('table', 'spent_challenges', 'SELECT INSERT DELETE'),
            ('table', 'ticket_link_ends', 'SELECT INSERT'),
            ('table', 'tidied_holds', 'SELECT'),
            ('function', 'current_tenant', 'EXECUTE'),
            ('function', 'enter_tenant', 'EXECUTE'),
            ('function', 'remove_failed_holds', 'EXECUTE'),
            ('function', 'seal_data_protection_key', 'EXECUTE'),
            ('function', 'seal_notes', 'EXECUTE'),
            ('function', 'seal_secret', 'EXECUTE')
        )
        """;

    // What the role $1 has and should not have, or should have and has not. A table that this program does not know is
    // a later program's business.
    private const string Differences = $$"""
        with {{Declared}},
        found (name, target, privilege, is_wanted, is_there) as (
            select c.relname, format('table %I.%I', current_schema(), c.relname), p.privilege,
                   p.privilege = any (string_to_array(d.rights, ' ')), has_table_privilege($1, c.oid, p.privilege)
            from declared d
            join pg_class c on c.relname = d.name and c.relnamespace = to_regnamespace(quote_ident(current_schema()))
            cross join unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) p (privilege)
            where d.kind = 'table'
            union all
            select f.proname, format('routine %s', f.oid::regprocedure), 'EXECUTE', true,
                   has_function_privilege($1, f.oid, 'EXECUTE')
            from declared d
            join pg_proc f on f.proname = d.name and f.pronamespace = to_regnamespace(quote_ident(current_schema()))
            where d.kind = 'function'
            union all
            -- To act for a tenant it takes that role on, and has none of its rights or rules before (ADR 59).
            select t.rolname, null, 'MEMBER', true, pg_has_role($1::name, t.oid, 'MEMBER')
            from pg_roles t where t.rolname = 'usher_tenant'
            union all
            select current_schema(), format('schema %I', current_schema()), p.privilege, p.privilege = 'USAGE',
                   has_schema_privilege($1, current_schema(), p.privilege)
            from unnest('{USAGE,CREATE}'::text[]) p (privilege)
        )
        select privilege || ' on ' || name as what, is_wanted,
               case when target is null then
                        format('grant %I to %I', name, $1)
                        || case when current_setting('server_version_num')::int >= 160000 then ' with inherit false'
                                else '' end
                    when is_wanted then format('grant %s on %s to %I', privilege, target, $1)
                    else format('revoke %s on %s from %I', privilege, target, $1) end as remedy
        from found where is_wanted <> is_there order by name, privilege
        """;

    // An owner's rights cannot be taken away: it would give them back to itself.
    private const string About = """
        select r.rolname::text, r.rolsuper,
               exists (
                   select from pg_class c
                   where c.relnamespace = to_regnamespace(quote_ident(current_schema())) and c.relkind in ('r', 'p')
                     and pg_has_role(r.oid, c.relowner, 'MEMBER')),
               r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication
        from pg_roles r where r.rolname = coalesce($1, current_user)
        """;

    // Any number that nothing else locks: two of these at once would fail on the same rows of the catalogue.
    private const string TakeTurns = "select pg_advisory_xact_lock(-57)";

    private ApplicationRole()
    {
    }

    /// <summary>Its name in the database.</summary>
    public required string Name { get; init; }

    /// <summary>Whether nothing is refused to it.</summary>
    public required bool IsSuperuser { get; init; }

    /// <summary>Whether it owns a table, or may act as the role that does.</summary>
    public required bool IsOwner { get; init; }

    /// <summary>Whether it may make roles or databases, replicate, or pass row-level security.</summary>
    public required bool HasAttributes { get; init; }

    /// <summary>What it should be allowed and is not, such as "INSERT on bookings".</summary>
    public required ImmutableArray<string> Missing { get; init; }

    /// <summary>What it is allowed and should not be, such as "DELETE on booking_events".</summary>
    public required ImmutableArray<string> Surplus { get; init; }

    /// <summary>Reads what the role may do.</summary>
    /// <param name="database">A connection to the database, of any role.</param>
    /// <param name="name">The role; null: the connection's own.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Null: there is no such role.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public static async Task<ApplicationRole?> FindAsync(
        NpgsqlDataSource database, string? name, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var about = new NpgsqlCommand(About, connection);
        about.Parameters.Add(name.Typed());
        await using var reader = await about.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var found = (reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2), reader.GetBoolean(3));
        await reader.CloseAsync();
        var differences = await DifferencesAsync(connection, found.Item1, ct);
        return new ApplicationRole
        {
            Name = found.Item1,
            IsSuperuser = found.Item2,
            IsOwner = found.Item3,
            HasAttributes = found.Item4,
            Missing = [.. differences.Where(difference => difference.IsWanted).Select(difference => difference.What)],
            Surplus = [.. differences.Where(difference => !difference.IsWanted).Select(difference => difference.What)],
        };
    }

    /// <summary>
    /// Gives a role what it needs, and takes what it should not have where that is asked for, in one transaction. If it
    /// has exactly that, nothing is written. An owner's or superuser's rights are left as they are.
    /// </summary>
    /// <param name="owner">The connection of the role that owns the tables.</param>
    /// <param name="name">The role that serves.</param>
    /// <param name="mayTake">False: only give. An earlier program must not take from a later one that runs beside it.
    /// </param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many rights were given or taken.</returns>
    /// <exception cref="DatabaseConfigurationException">There is no such role.</exception>
    /// <exception cref="NpgsqlException">The database is away or refuses.</exception>
    public static async Task<int> GrantAsync(
        NpgsqlDataSource owner, string name, bool mayTake, CancellationToken ct)
    {
        var role = await FindAsync(owner, name, ct) ?? throw new DatabaseConfigurationException(
            $"ConnectionStrings__Postgres names the role {name}, which the database does not have. Create it: "
            + $"create role \"{name}\" login password '...';");
        if (role.IsSuperuser || role.IsOwner)
        {
            return 0;
        }

        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var turn = new NpgsqlCommand(TakeTurns, connection))
        {
            await turn.ExecuteNonQueryAsync(ct);
        }

        var changes = (await DifferencesAsync(connection, name, ct))
            .Where(difference => difference.IsWanted || mayTake)
            .Select(difference => difference.Remedy)
            .ToList();
        if (changes.Count > 0)
        {
            await using var grant = new NpgsqlCommand(string.Join(";\n", changes), connection);
            await grant.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return changes.Count;
    }

    /// <summary>The tables and functions that have a line here.</summary>
    internal static async Task<ImmutableArray<string>> DeclaredAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"with {Declared} select kind || ' ' || name from declared");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var names = ImmutableArray.CreateBuilder<string>();
        while (await reader.ReadAsync(ct))
        {
            names.Add(reader.GetString(0));
        }

        return names.ToImmutable();
    }

    private static async Task<List<Difference>> DifferencesAsync(
        NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Differences, connection);
        command.Parameters.Add(name.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var differences = new List<Difference>();
        while (await reader.ReadAsync(ct))
        {
            differences.Add(new Difference(reader.GetString(0), reader.GetBoolean(1), reader.GetString(2)));
        }

        return differences;
    }

    private sealed record Difference(string What, bool IsWanted, string Remedy);
}
