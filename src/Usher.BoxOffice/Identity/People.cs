using System.Collections.Immutable;
using Npgsql;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Bookings;
using Usher.Engine.Database;

namespace Usher.BoxOffice.Identity;

/// <summary>The organisers' people: who they are, and whether anything opens for them. Passwords come and go as hashes.
/// </summary>
public sealed class People(DataSources data, Sessions sessions)
{
    private const string Find = $"""
        {Columns} where p.email_key = $1
        """;

    private const string FindById = $"""
        {Columns} where p.id = $1
        """;

    private const string Columns = """
        select p.id, p.email, p.name, p.password_hash, p.security_stamp, p.disabled_at is not null, p.is_operator,
            m.organization_id, m.role, (select id from organizations where slug = 'default'),
            p.totp_secret is not null
        from people p
        left join lateral (
            select organization_id, role from memberships where person_id = p.id order by organization_id limit 1
        ) m on true
        """;

    private const string Insert = """
        with made as (
            insert into people (id, email, email_key, name, password_hash, security_stamp, is_operator)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict (email_key) do nothing returning id
        ), member as (
            insert into memberships (organization_id, person_id, role)
            select $8, id, $9 from made where $9 is not null returning person_id
        )
        select count(*) from made
        """;

    private const string Disable = $"""
        update people p set disabled_at = now() where p.id = $1 and p.disabled_at is null
            and {LastOnes.AnotherOperator}
            and not exists (
                select from memberships m where m.person_id = p.id and not {LastOnes.AnotherAdmin})
        """;

    private const string Enable = "update people set disabled_at = null where id = $1";

    private const string Rehash = "update people set password_hash = $3 where id = $1 and password_hash = $2";

    // The session in which it is changed goes on; all others end with the stamp they were opened with.
    private const string ChangePassword = """
        with changed as (
            update people set password_hash = $3, security_stamp = $4
            where id = $1 and password_hash = $2 and disabled_at is null returning id
        ), kept as (
            update sessions set security_stamp = $4 from changed where sessions.id = $5 returning sessions.id
        ), links as (
            delete from person_links l using changed c where l.person_id = c.id and l.used_at is null
        )
        select count(*) from changed
        """;

    private const string HasOperator = """
        select exists (
            select from people where is_operator and disabled_at is null and password_hash is not null)
        """;

    private const string Any = "select exists (select from people)";

    private bool _exist;

    /// <summary>Whether anybody has an account.</summary>
    public async ValueTask<bool> ExistAsync(CancellationToken ct)
    {
        if (!_exist)
        {
            await using var command = data.Primary.Command(Any);
            _exist = (bool)(await command.ExecuteScalarAsync(ct))!;
        }

        return _exist;
    }

    /// <summary>Who has this address, however it is typed; null: nobody.</summary>
    public Task<Person?> FindAsync(string email, CancellationToken ct) =>
        FindAsync(Find, EmailKey.Normal(email).Typed(), ct);

    public Task<Person?> FindAsync(PersonId id, CancellationToken ct) => FindAsync(FindById, id.Typed(), ct);

    /// <summary>Whether somebody can sign in who may do everything.</summary>
    public async Task<bool> HaveOperatorAsync(CancellationToken ct)
    {
        await using var command = data.Primary.Command(HasOperator);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Makes a person with a password: the command line's way, and the demo's.</summary>
    /// <param name="person">Who it is. An OPERATOR is no member of an organization.</param>
    /// <param name="organization">Where the others work.</param>
    /// <param name="passwordHash">Of the password.</param>
    /// <param name="stamp">Names the password.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<NewPersonOutcome> CreateAsync(
        NewPerson person, OrganizationId organization, string passwordHash, Guid stamp, CancellationToken ct)
    {
        var problems = person.Problems().ToImmutableArray();
        if (!problems.IsEmpty)
        {
            return new NewPersonOutcome.Wrong(problems);
        }

        var id = new PersonId(Guid.NewGuid());
        var isOperator = person.Role == Role.Operator;
        await using var command = data.Primary.Command(
            Insert, id.Typed(), person.Email.Typed(), EmailKey.Normal(person.Email).Typed(),
            person.Name.Trim().Typed(), passwordHash.Typed(), stamp.Typed(), Flag(isOperator), organization.Typed(),
            (isOperator ? null : RoleNames.NameOf(person.Role)).Typed());
        return (long)(await command.ExecuteScalarAsync(ct))! == 1
            ? new NewPersonOutcome.Created(id, Link: null)
            : new NewPersonOutcome.EmailTaken();
    }

    /// <summary>Nothing opens for the person any more: at once in this process, in others within
    /// <see cref="AccessOptions.RecheckSeconds"/>.</summary>
    public async Task<MemberChange> DisableAsync(PersonId id, CancellationToken ct)
    {
        var changed = await LastOnes.ChangeAsync(
            data, Disable, [id.Typed()], ct, (WaysIn.EndLinks, id.Typed()));
        if (changed == 1)
        {
            // Or they would go on once the person is let in again.
            await sessions.EndAllAsync(id, kept: null, ct);
            return new MemberChange.Done();
        }

        return await FindAsync(id, ct) switch
        {
            null => new MemberChange.NotFound(),
            { IsDisabled: true } => new MemberChange.Done(),
            { Role: Role.Operator } => new MemberChange.LastOne(Role.Operator),
            _ => new MemberChange.LastOne(Role.Admin),
        };
    }

    /// <summary>Undoes that; the person signs in again.</summary>
    public async Task<bool> EnableAsync(PersonId id, CancellationToken ct)
    {
        await using var command = data.Primary.Command(Enable, id.Typed());
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Stores the same password's hash as it is made today, unless the password was changed meanwhile.
    /// </summary>
    public async Task RehashAsync(PersonId id, string oldHash, string newHash, CancellationToken ct)
    {
        await using var command = data.Primary.Command(Rehash, id.Typed(), oldHash.Typed(), newHash.Typed());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Changes one's own password; all of one's other sessions end.</summary>
    /// <returns>False: the old password is not theirs any more, or the person is disabled.</returns>
    public async Task<bool> ChangePasswordAsync(
        PersonId id, string oldHash, string newHash, SessionId kept, CancellationToken ct)
    {
        await using var command = data.Primary.Command(
            ChangePassword, id.Typed(), oldHash.Typed(), newHash.Typed(), Guid.NewGuid().Typed(), kept.Value.Typed());
        var isChanged = (long)(await command.ExecuteScalarAsync(ct))! == 1;
        sessions.ForgetOf(id);
        return isChanged;
    }

    internal static NpgsqlParameter Flag(bool value) => new NpgsqlParameter<bool> { TypedValue = value };

    private async Task<Person?> FindAsync(string sql, NpgsqlParameter parameter, CancellationToken ct)
    {
        await using var command = data.Primary.Command(sql, parameter);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var isOperator = reader.GetBoolean(6);
        return new Person(
            new PersonId(reader.GetGuid(0)), reader.GetString(1), reader.GetString(2),
            reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetGuid(4), reader.GetBoolean(5),
            reader.IsDBNull(7)
                ? isOperator ? new OrganizationId(reader.GetInt64(9)) : null
                : new OrganizationId(reader.GetInt64(7)),
            isOperator ? Role.Operator : RoleNames.Parse(reader.IsDBNull(8) ? null : reader.GetString(8)),
            reader.GetBoolean(10));
    }
}
