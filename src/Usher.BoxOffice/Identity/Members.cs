using System.Collections.Immutable;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;

namespace Usher.BoxOffice.Identity;

/// <summary>Who works for an organization, and as what. An ADMIN of one has no way to another one's people.</summary>
public sealed class Members(DataSources data, Sessions sessions, PersonLinks links, OrganiserWrites writes)
{
    private const int ListMax = 500;

    // Two invitations of one person take turns; what follows sees what the other one has done.
    private const string LockKnown = "select id from people where email_key = $1 for update";

    // Nobody works for two organizations, and nobody who runs the server works for one: an ADMIN makes links for
    // members, sees where they are signed in and signs them out, and must have none of that of anybody else's people.
    private const string Invite = """
        with made as (
            insert into people (id, email, email_key, name, security_stamp) values ($1, $2, $3, $4, $5)
            on conflict (email_key) do nothing returning id
        ), known as (
            select id from made
            union all
            select p.id from people p
            where p.email_key = $3 and not p.is_operator
                and not exists (select from memberships m where m.person_id = p.id)
        )
        insert into memberships (organization_id, person_id, role)
        select $6, id, $7 from known on conflict do nothing returning person_id
        """;

    private const string Columns = """
        p.id, p.email, p.name, m.role, p.is_operator, p.password_hash is not null, p.disabled_at is not null,
            (select max(last_seen_at) from sessions s where s.person_id = p.id), p.totp_secret is not null,
            exists (select from passkeys k where k.person_id = p.id)
        """;

    private const string List = $"""
        select {Columns}, m.created_at
        from memberships m join people p on p.id = m.person_id
        where m.organization_id = $1 and ($2::uuid is null or p.id = $2)
        order by lower(p.name), p.id limit $3
        """;

    private const string ListEverybody = $"""
        select {Columns}, p.created_at
        from people p left join memberships m on m.person_id = p.id and m.organization_id = $1
        order by lower(p.name), p.id limit $2
        """;

    private const string Change = $"""
        update memberships m set role = $3 from people p
        where m.organization_id = $1 and m.person_id = $2 and p.id = m.person_id
            and ($3 = 'ADMIN' or {LastOnes.AnotherAdmin})
        """;

    private const string Remove = $"""
        delete from memberships m using people p
        where m.organization_id = $1 and m.person_id = $2 and p.id = m.person_id and {LastOnes.AnotherAdmin}
        """;

    // Whoever works elsewhere too, or may do everything, is not to be taken over by an ADMIN of one organization.
    private const string IsOnlyHere = """
        select exists (select from memberships m join people p on p.id = m.person_id
            where m.organization_id = $1 and m.person_id = $2 and p.disabled_at is null)
        and not exists (select from memberships where person_id = $2 and organization_id <> $1)
        and not exists (select from people where id = $2 and is_operator)
        """;

    /// <summary>The members in the order of their names, at most 500.</summary>
    public Task<ImmutableArray<Member>> ListAsync(OrganizationId organization, CancellationToken ct) =>
        ListAsync(organization, person: null, ct);

    public async Task<Member?> FindAsync(OrganizationId organization, PersonId person, CancellationToken ct) =>
        (await ListAsync(organization, person, ct)).FirstOrDefault();

    /// <summary>The member as a write has left them so far.</summary>
    public static async Task<Member?> FindAsync(
        OrganiserWrite write, OrganizationId organization, PersonId person, CancellationToken ct)
    {
        await write.LeaveTenantAsync(ct);
        await using var command = write.Connection.Command(
            List, organization.Typed(), ((Guid?)person.Value).Typed(), ListMax.Typed());
        return (await ReadAsync(command, ct)).FirstOrDefault();
    }

    /// <summary>All people, with what they may do in this organization: for the command line.</summary>
    public async Task<ImmutableArray<Member>> ListEverybodyAsync(OrganizationId organization, CancellationToken ct)
    {
        await using var command = data.Primary.Command(ListEverybody, organization.Typed(), ListMax.Typed());
        return await ReadAsync(command, ct);
    }

    /// <summary>Lets somebody in, who is given a link to choose a password by. Not who works for another organization
    /// or runs the server.</summary>
    /// <param name="organization">Where the person will work.</param>
    /// <param name="person">Who it is; the name of somebody who is known already stays as it is.</param>
    /// <param name="ct">Ends it.</param>
    public Task<NewPersonOutcome> InviteAsync(
        OrganizationId organization, NewPerson person, CancellationToken ct) =>
        writes.RunAsync(write => InviteAsync(write, organization, person, ct), ct);

    /// <summary>The same as a part of an organiser's write.</summary>
    public async Task<NewPersonOutcome> InviteAsync(
        OrganiserWrite write, OrganizationId organization, NewPerson person, CancellationToken ct)
    {
        var problems = person.MemberProblems().ToImmutableArray();
        if (!problems.IsEmpty)
        {
            return new NewPersonOutcome.Wrong(problems);
        }

        await write.LeaveTenantAsync(ct);
        await EndWaysInOfJoblessAsync(write, person, ct);
        await using var command = write.Connection.Command(
            Invite, Guid.NewGuid().Typed(), person.Email.Typed(), EmailKey.Normal(person.Email).Typed(),
            person.Name.Trim().Typed(), Guid.NewGuid().Typed(), organization.Typed(),
            RoleNames.NameOf(person.Role).Typed());
        if (await command.ExecuteScalarAsync(ct) is not Guid value)
        {
            return new NewPersonOutcome.EmailTaken();
        }

        var id = new PersonId(value);
        var link = await FindAsync(write, organization, id, ct) is { HasPassword: false }
            ? await links.MakeAsync(write, id, LinkKind.Invitation, ct)
            : null;
        write.Done();
        return new NewPersonOutcome.Created(id, link);
    }

    /// <summary>Gives a member another role. It holds at once in this process, in others within
    /// <see cref="AccessOptions.RecheckSeconds"/>.</summary>
    public async Task<MemberChange> ChangeRoleAsync(
        OrganizationId organization, PersonId person, Role role, CancellationToken ct) => await OutcomeAsync(
            organization, person,
            await LastOnes.ChangeAsync(
                data, Change, [organization.Typed(), person.Typed(), RoleNames.NameOf(role).Typed()], ct),
            ct);

    /// <summary>Takes a member's role away, and every way in. The person stays known, for what they did stays theirs.
    /// </summary>
    public async Task<MemberChange> RemoveAsync(
        OrganizationId organization, PersonId person, CancellationToken ct) => await OutcomeAsync(
            organization, person,
            await LastOnes.ChangeAsync(
                data, Remove, [organization.Typed(), person.Typed()], ct, (WaysIn.EndOfJobless, person.Typed())),
            ct);

    /// <summary>A link by which a member chooses another password, or the first one. Only for people who work nowhere
    /// else and are no OPERATOR.</summary>
    /// <returns>Null: this is nobody whose password an ADMIN of this organization may have changed.</returns>
    public Task<PersonLink?> ResetAsync(OrganizationId organization, PersonId person, CancellationToken ct) =>
        writes.RunAsync(write => ResetAsync(write, organization, person, ct), ct);

    /// <summary>The same as a part of an organiser's write.</summary>
    public async Task<PersonLink?> ResetAsync(
        OrganiserWrite write, OrganizationId organization, PersonId person, CancellationToken ct)
    {
        await write.LeaveTenantAsync(ct);
        await using (var command = write.Connection.Command(IsOnlyHere, organization.Typed(), person.Typed()))
        {
            if (!(bool)(await command.ExecuteScalarAsync(ct))!)
            {
                return null;
            }
        }

        var member = await FindAsync(write, organization, person, ct);
        var link = await links.MakeAsync(
            write, person, member is { HasPassword: false } ? LinkKind.Invitation : LinkKind.Reset, ct);
        write.Done();
        return link;
    }

    /// <summary>Whether an ADMIN of this organization may change how the person signs in.</summary>
    public async Task<bool> IsOnlyHereAsync(OrganizationId organization, PersonId person, CancellationToken ct)
    {
        await using var command = data.Primary.Command(IsOnlyHere, organization.Typed(), person.Typed());
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task EndWaysInOfJoblessAsync(
        OrganiserWrite write, NewPerson person, CancellationToken ct)
    {
        await using var find = write.Connection.Command(LockKnown, EmailKey.Normal(person.Email).Typed());
        if (await find.ExecuteScalarAsync(ct) is Guid known)
        {
            await using var end = write.Connection.Command(WaysIn.EndOfJobless, known.Typed());
            await end.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task<MemberChange> OutcomeAsync(
        OrganizationId organization, PersonId person, int changed, CancellationToken ct)
    {
        sessions.ForgetOf(person);
        return changed == 1 ? new MemberChange.Done()
            : await FindAsync(organization, person, ct) is null ? new MemberChange.NotFound()
            : new MemberChange.LastOne(Role.Admin);
    }

    private async Task<ImmutableArray<Member>> ListAsync(
        OrganizationId organization, PersonId? person, CancellationToken ct)
    {
        await using var command = data.Primary.Command(
            List, organization.Typed(), (person?.Value).Typed(), ListMax.Typed());
        return await ReadAsync(command, ct);
    }

    private static async Task<ImmutableArray<Member>> ReadAsync(Npgsql.NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var members = ImmutableArray.CreateBuilder<Member>();
        while (await reader.ReadAsync(ct))
        {
            members.Add(new Member(
                new PersonId(reader.GetGuid(0)), reader.GetString(1), reader.GetString(2),
                reader.IsDBNull(3) ? null : RoleNames.Parse(reader.GetString(3)), reader.GetBoolean(4),
                reader.GetBoolean(5), reader.GetBoolean(6), reader.GetDateTime(10),
                reader.IsDBNull(7) ? null : reader.GetDateTime(7))
            {
                HasSecondFactor = reader.GetBoolean(8),
                HasPasskeys = reader.GetBoolean(9),
            });
        }

        return members.ToImmutable();
    }
}
