using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Database;

namespace Usher.BoxOffice.Identity;

/// <summary>
/// Who is signed in. A session is a row, and is over when the row says so, when its person is disabled, has another
/// password or no role any more: at once in the process that did it, and in every other one within
/// <see cref="AccessOptions.RecheckSeconds"/>, which is how long each remembers what it read. One of the desk is over
/// as well when nothing was asked in it for <see cref="AccessOptions.IdleMinutes"/>.
/// </summary>
public sealed class Sessions
{
    // How many rows of sessions that nobody asks about any more are removed with each new one.
    private const int TidyMax = 100;

    // The last session's history is of use for a while after its end.
    private const string Open = """
        with old as (
            delete from sessions where id in (
                select id from sessions where expires_at < now() - interval '30 days' order by expires_at limit $9)
        )
        insert into sessions (id, person_id, organization_id, security_stamp, kind, expires_at, address, agent)
        values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6), $7, $8)
        """;

    private const string Find = $"""
        select s.person_id, p.name, p.email, s.organization_id, coalesce(p.is_operator, true), m.role, s.kind
        from sessions s
        left join people p on p.id = s.person_id
        left join memberships m on m.person_id = s.person_id and m.organization_id = s.organization_id
        where s.id = $1 and {IsOpen}
        """;

    private const string IsOpen = $"""
        s.ended_at is null and s.expires_at > now() and {IsUsed} and (s.person_id is null or (
            p.disabled_at is null and p.security_stamp = s.security_stamp and (p.is_operator or m.role is not null)))
        """;

    // Programs come back when they have something to do; people whose desk stands open unused may have gone.
    private const string IsUsed = """
        (s.kind <> 'DESK' or $2 = 0 or s.last_seen_at > now() - make_interval(mins => $2))
        """;

    private const string See = $"""
        update sessions s set last_seen_at = now()
        where s.id = $1 and s.ended_at is null and s.last_seen_at < now() - interval '1 minute' and {IsUsed}
        """;

    private const string End = """
        update sessions set ended_at = now() where id = $1 and ended_at is null and ($2 is null or person_id = $2)
        """;

    private const string EndAll = """
        update sessions set ended_at = now() where person_id = $1 and ended_at is null and ($2 is null or id <> $2)
        """;

    // Whoever works for one organization only stays there.
    private const string Move = """
        update sessions s set organization_id = $2
        where s.id = $1 and s.ended_at is null and (s.person_id is null or exists (
            select from people p where p.id = s.person_id and p.is_operator))
        """;

    private const string List = $"""
        select s.id, s.kind, s.address, s.agent, s.created_at, s.last_seen_at, s.expires_at
        from sessions s
        join people p on p.id = s.person_id
        left join memberships m on m.person_id = s.person_id and m.organization_id = s.organization_id
        where s.person_id = $1 and {IsOpen}
        order by s.last_seen_at desc limit $3
        """;

    private const int ListMax = 100;

    private readonly DataSources _data;
    private readonly int _idleMinutes;
    private readonly Rechecked<SessionId, OpenSession> _open;

    public Sessions(DataSources data, IOptions<AccessOptions> options, TimeProvider time)
    {
        _data = data;
        _idleMinutes = options.Value.IdleMinutes;
        _open = new Rechecked<SessionId, OpenSession>(
            time, TimeSpan.FromSeconds(options.Value.RecheckSeconds), options.Value.RememberedMax, ReadAsync);
    }

    /// <summary>Opens a session under an id that nobody could have known before.</summary>
    public async Task<SessionId> OpenAsync(NewSession session, CancellationToken ct)
    {
        var id = new SessionId(Guid.NewGuid());
        await using var command = _data.Primary.Command(
            Open, id.Value.Typed(), (session.Person?.Value).Typed(), session.Organization.Typed(),
            session.Stamp.Typed(), NameOf(session.Kind).Typed(),
            new NpgsqlParameter<double> { TypedValue = session.Length.TotalSeconds }, session.Address.Typed(),
            CutOff(session.Agent).Typed(), TidyMax.Typed());
        await command.ExecuteNonQueryAsync(ct);
        return id;
    }

    /// <summary>The session, if it is open; seen to be used, to the minute.</summary>
    /// <exception cref="NpgsqlException">The database is away, and it was not looked up lately.</exception>
    public ValueTask<OpenSession?> FindAsync(SessionId id, CancellationToken ct) => _open.FindAsync(id, ct);

    /// <summary>Has an OPERATOR's session work for another organization from now on.</summary>
    public async Task MoveAsync(SessionId id, OrganizationId organization, CancellationToken ct)
    {
        await using var command = _data.Primary.Command(Move, id.Value.Typed(), organization.Typed());
        await command.ExecuteNonQueryAsync(ct);
        _open.Forget(id);
    }

    /// <summary>Ends one.</summary>
    /// <param name="id">Which.</param>
    /// <param name="person">Whose it must be; null: anybody's.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<bool> EndAsync(SessionId id, PersonId? person, CancellationToken ct)
    {
        await using var command = _data.Primary.Command(End, id.Value.Typed(), (person?.Value).Typed());
        var hasEnded = await command.ExecuteNonQueryAsync(ct) == 1;
        _open.Forget(id);
        return hasEnded;
    }

    /// <summary>Ends all of somebody's, but for one.</summary>
    /// <returns>How many.</returns>
    public async Task<int> EndAllAsync(PersonId person, SessionId? kept, CancellationToken ct)
    {
        await using var command = _data.Primary.Command(EndAll, person.Typed(), (kept?.Value).Typed());
        var ended = await command.ExecuteNonQueryAsync(ct);
        ForgetOf(person);
        return ended;
    }

    /// <summary>Somebody's open sessions, the one used last first; at most 100.</summary>
    public async Task<ImmutableArray<SessionLine>> ListAsync(PersonId person, CancellationToken ct)
    {
        await using var command = _data.Primary.Command(
            List, person.Typed(), _idleMinutes.Typed(), ListMax.Typed());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = ImmutableArray.CreateBuilder<SessionLine>();
        while (await reader.ReadAsync(ct))
        {
            lines.Add(new SessionLine(
                new SessionId(reader.GetGuid(0)), KindOf(reader.GetString(1)),
                reader.IsDBNull(2) ? null : reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetDateTime(4), reader.GetDateTime(5), reader.GetDateTime(6)));
        }

        return lines.ToImmutable();
    }

    /// <summary>What somebody's sessions may do is to be read anew.</summary>
    internal void ForgetOf(PersonId person) => _open.Forget(session => session.Person == person);

    private async Task<OpenSession?> ReadAsync(SessionId id, CancellationToken ct)
    {
        await using var batch = _data.Primary.CreateBatch();
        batch.Add(See, id.Value.Typed(), _idleMinutes.Typed());
        batch.Add(Find, id.Value.Typed(), _idleMinutes.Typed());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var isOperator = reader.GetBoolean(4);
        return new OpenSession(
            id, reader.IsDBNull(0) ? null : new PersonId(reader.GetGuid(0)),
            reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2),
            new OrganizationId(reader.GetInt64(3)),
            isOperator ? Role.Operator : RoleNames.Parse(reader.GetString(5))!.Value, KindOf(reader.GetString(6)));
    }

    // Not between the halves of a letter.
    private static string? CutOff(string? agent) => agent switch
    {
        null or { Length: <= NewSession.AgentCharsMax } => agent,
        _ when char.IsHighSurrogate(agent[NewSession.AgentCharsMax - 1]) => agent[..(NewSession.AgentCharsMax - 1)],
        _ => agent[..NewSession.AgentCharsMax],
    };

    private static string NameOf(SessionKind kind) => kind == SessionKind.Desk ? "DESK" : "API";

    private static SessionKind KindOf(string name) => name == "DESK" ? SessionKind.Desk : SessionKind.Api;
}
