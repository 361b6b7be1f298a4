using Microsoft.Extensions.DependencyInjection;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;
using Usher.Testing;

namespace Usher.Tests.Identity;

/// <summary>Somebody stays who can manage an organization, and somebody who can manage everything.</summary>
public sealed class LastOnesTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(postgres);
    private TestServer? _server;

    private TestServer Server => _server!;

    private People People => Server.Services.GetRequiredService<People>();

    private Members Members => Server.Services.GetRequiredService<Members>();

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _server = await TestServer.StartAsync(_database, ("Auth:AdminKey", TestApi.AdminKey));
    }

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_last_admin_is_neither_removed_nor_demoted_nor_disabled()
    {
        var organization = await Server.OrganizationAsync();
        var (admin, _) = await Server.AddAsync(Role.Admin);
        // Neither of them could step in: one has no password yet, the other is shut out.
        await Members.InviteAsync(organization, new NewPerson("i@example.com", "I", Role.Admin), default);
        var (other, _) = await Server.AddAsync(Role.Admin);
        (await People.DisableAsync(other, default)).ShouldBeOfType<MemberChange.Done>();

        (await Members.RemoveAsync(organization, admin, default)).ShouldBe(new MemberChange.LastOne(Role.Admin));
        (await Members.ChangeRoleAsync(organization, admin, Role.Staff, default))
            .ShouldBe(new MemberChange.LastOne(Role.Admin));
        (await People.DisableAsync(admin, default)).ShouldBe(new MemberChange.LastOne(Role.Admin));
        (await Members.ChangeRoleAsync(organization, admin, Role.Admin, default)).ShouldBeOfType<MemberChange.Done>();

        await Server.AddAsync(Role.Admin);
        (await Members.RemoveAsync(organization, admin, default)).ShouldBeOfType<MemberChange.Done>();
        (await Members.RemoveAsync(organization, admin, default)).ShouldBeOfType<MemberChange.NotFound>();
    }

    [Fact]
    public async Task The_last_operator_is_not_disabled()
    {
        var (first, _) = await Server.AddAsync(Role.Operator);
        (await People.DisableAsync(first, default)).ShouldBe(new MemberChange.LastOne(Role.Operator));
        var (second, _) = await Server.AddAsync(Role.Operator);

        (await People.DisableAsync(first, default)).ShouldBeOfType<MemberChange.Done>();
        (await People.DisableAsync(second, default)).ShouldBe(new MemberChange.LastOne(Role.Operator));
        (await People.HaveOperatorAsync(default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_never_could_sign_in_may_be_removed_although_nobody_else_is_there()
    {
        var organization = await Server.OrganizationAsync();
        var invited = (await Members.InviteAsync(
            organization, new NewPerson("i@example.com", "I", Role.Admin), default))
            .ShouldBeOfType<NewPersonOutcome.Created>();

        (await Members.RemoveAsync(organization, invited.Id, default)).ShouldBeOfType<MemberChange.Done>();
    }

    [Theory]
    [InlineData(Role.Admin)]
    [InlineData(Role.Operator)]
    public async Task When_all_are_taken_away_at_once_by_two_processes_one_stays(Role role)
    {
        await using var other = await TestServer.StartAsync(_database, ("Auth:AdminKey", TestApi.AdminKey));
        var organization = await Server.OrganizationAsync();
        for (var round = 0; round < 5; round++)
        {
            List<PersonId> people = [];
            for (var i = 0; i < 8; i++)
            {
                people.Add((await Server.AddAsync(role)).Id);
            }

            await Task.WhenAll(people.Index().Select(person => Task.Run(() => TakeAwayAsync(
                person.Index % 2 == 0 ? Server : other, organization, person.Item, person.Index))));

            (await CountAsync(role)).ShouldBe(1);
        }
    }

    private static Task<MemberChange> TakeAwayAsync(
        TestServer server, OrganizationId organization, PersonId person, int how) => (how % 3) switch
        {
            0 => server.Services.GetRequiredService<People>().DisableAsync(person, default),
            1 => ChangeOrDisableAsync(server, organization, person),
            _ => RemoveOrDisableAsync(server, organization, person),
        };

    // An OPERATOR is no member: only disabling takes the role.
    private static async Task<MemberChange> ChangeOrDisableAsync(
        TestServer server, OrganizationId organization, PersonId person) =>
        await server.Services.GetRequiredService<Members>().ChangeRoleAsync(
            organization, person, Role.Staff, default) is MemberChange.NotFound
            ? await server.Services.GetRequiredService<People>().DisableAsync(person, default)
            : new MemberChange.Done();

    private static async Task<MemberChange> RemoveOrDisableAsync(
        TestServer server, OrganizationId organization, PersonId person) =>
        await server.Services.GetRequiredService<Members>().RemoveAsync(organization, person, default)
            is MemberChange.NotFound
            ? await server.Services.GetRequiredService<People>().DisableAsync(person, default)
            : new MemberChange.Done();

    private async Task<long> CountAsync(Role role)
    {
        await using var command = _database.DataSource.CreateCommand(role == Role.Operator
            ? "select count(*) from people where is_operator and disabled_at is null"
            : """
            select count(*) from memberships m join people p on p.id = m.person_id
            where m.role = 'ADMIN' and p.disabled_at is null
            """);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
