using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Testing;

namespace Usher.Tests.Database;

/// <summary>
/// What the role that serves may do. That it is enough, all other tests show: the engine and the servers in them have
/// this role's rights.
/// </summary>
public sealed class ApplicationRoleTests(TestDatabase database, TestPostgres postgres) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Every_table_and_function_has_its_rights_declared_and_nothing_else_is()
    {
        var there = await ReadAsync(database.DataSource, """
            select 'table ' || relname from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
            union all
            select 'function ' || proname from pg_proc where pronamespace = 'public'::regnamespace
            """);

        (await ApplicationRole.DeclaredAsync(database.DataSource, CancellationToken.None))
            .ShouldBe(there, ignoreOrder: true, "ApplicationRole.Declared lists each table and function");
    }

    [Fact]
    public async Task The_role_has_exactly_its_rights_and_owns_nothing()
    {
        var role = (await FindAsync(database.DataSources.Primary)).ShouldNotBeNull();

        (role.IsSuperuser, role.IsOwner, role.HasAttributes).ShouldBe((false, false, false));
        role.Missing.ShouldBeEmpty();
        role.Surplus.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("delete from booking_events")]
    [InlineData("update booking_events set actor = 'nobody'")]
    [InlineData("truncate booking_events")]
    [InlineData("select from booking_events for update")]
    [InlineData("merge into booking_events e using shows s on e.show_id = s.id when matched then delete")]
    [InlineData("delete from bookings")]
    [InlineData("delete from show_changes")]
    [InlineData("update show_changes set actor = 'nobody'")]
    [InlineData("update tidied_holds set bookings = 0")]
    [InlineData("delete from schema_versions")]
    [InlineData("insert into schema_migrations values (99, 'x', 'y')")]
    [InlineData("update secrets set value = 'x'")]
    [InlineData("create table extra (id int)")]
    [InlineData("alter table bookings add column extra int")]
    [InlineData("alter table booking_events disable trigger all")]
    [InlineData("drop table booking_events")]
    [InlineData("create function extra() returns int language sql as 'select 1'")]
    [InlineData("create trigger extra before insert on bookings execute function suppress_redundant_updates_trigger()")]
    [InlineData("create rule extra as on insert to booking_events do instead nothing")]
    [InlineData("create or replace function remove_failed_holds(a int, b int) returns int language sql as 'select 1'")]
    [InlineData("alter function remove_failed_holds(int, int) reset search_path")]
    [InlineData("set session_replication_role = replica")]
    public async Task What_it_has_no_right_to_is_refused(string sql)
    {
        await using var command = database.DataSources.Primary.CreateCommand(sql);

        var refusal = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        refusal.SqlState.ShouldBeOneOf(
            PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.WrongObjectType);
    }

    [Fact]
    public async Task Functions_that_have_their_owners_rights_are_for_the_role_alone_and_see_no_temporary_tables()
    {
        (await ReadAsync(database.DataSource, """
            select proname || ' ' || coalesce(array_to_string(proconfig, ' '), '') from pg_proc f
            where pronamespace = 'public'::regnamespace and prosecdef
              and (exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0)
                   or coalesce(array_to_string(proconfig, ' '), '') not like 'search_path=%, pg_temp')
            """)).ShouldBeEmpty();
    }

    // The role writes rows of bookings, so it could call a sale a hold that came to nothing.
    [Fact]
    public async Task Events_of_what_was_sold_or_is_still_kept_stay_whatever_the_booking_is_made_to_say()
    {
        await using var old = new TestEngine(
            database.DataSources, new TestClock(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-50)));
        await using var lately = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var (sold, recent) = (await old.HoldAsync(show, 1), await lately.HoldAsync(show, 2));
        await old.ConfirmAsync(sold.Id);
        await ExecuteAsync(database.DataSources.Primary, $"""
            update bookings set status = 'FAILED', reason = 'EXPIRED', confirmed_at = null,
                expires_at = now() - interval '90 days'
            where show_id = {show};
            update booking_minutes_until set at = 'infinity'
            """);

        foreach (var days in (int[])[30, 0, -5])
        {
            (await new FailedHolds(database.DataSources).RemoveAsync(days, 100, CancellationToken.None)).ShouldBe(0);
        }

        (await EventsAsync(sold.Id)).ShouldBe(2);
        (await EventsAsync(recent.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task A_temporary_table_does_not_stand_in_for_one_of_ours()
    {
        await using var connection = await database.DataSources.Primary.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("""
            create temporary table bookings (like public.bookings including defaults);
            create temporary table booking_events (like public.booking_events);
            insert into pg_temp.bookings
                (show_id, id, organization_id, seat_numbers, status, reason, hold_seconds, created_at, expires_at,
                 sequence, kind)
            values (1, gen_random_uuid(), 1, array[1], 'FAILED', 'EXPIRED', 60, '2001-01-01', '2001-01-01', 1, 'SALE');
            select remove_failed_holds(1, 100);
            """, connection);
        await command.ExecuteNonQueryAsync();
        command.CommandText = "select count(*) from pg_temp.bookings";

        (await command.ExecuteScalarAsync()).ShouldBe(1L);
        connection.UnprepareAll();
        NpgsqlConnection.ClearPool(connection);
    }

    [Fact]
    public async Task Rights_are_given_at_any_time_and_taken_only_where_that_is_asked_for()
    {
        var role = $"usher_test_grants_{Guid.NewGuid():N}";
        await ExecuteAsync(database.DataSource, $"create role {role}");
        try
        {
            var given = await GrantAsync(role, mayTake: false);
            var again = await GrantAsync(role, mayTake: true);
            await ExecuteAsync(database.DataSource, $"""
                grant delete, truncate on booking_events to {role};
                grant create on schema public to {role};
                revoke insert on bookings from {role}
                """);
            var before = (await FindAsync(database.DataSource, role)).ShouldNotBeNull();
            var repaired = await GrantAsync(role, mayTake: false);
            var between = (await FindAsync(database.DataSource, role)).ShouldNotBeNull();
            var taken = await GrantAsync(role, mayTake: true);
            var after = (await FindAsync(database.DataSource, role)).ShouldNotBeNull();

            given.ShouldBeGreaterThan(50);
            (again, repaired, taken).ShouldBe((0, 1, 3));
            before.Missing.ShouldBe(["INSERT on bookings"]);
            before.Surplus.ShouldBe(
                ["DELETE on booking_events", "TRUNCATE on booking_events", "CREATE on public"], ignoreOrder: true);
            between.Missing.ShouldBeEmpty();
            between.Surplus.Length.ShouldBe(3);
            (after.Missing.Length, after.Surplus.Length).ShouldBe((0, 0));
        }
        finally
        {
            await ExecuteAsync(database.DataSource, $"drop owned by {role}; drop role {role}");
        }
    }

    [Fact]
    public async Task Several_processes_grant_at_once()
    {
        var role = $"usher_test_grants_{Guid.NewGuid():N}";
        await ExecuteAsync(database.DataSource, $"create role {role}");
        try
        {
            var counts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => GrantAsync(role, mayTake: true)));

            counts.Count(count => count > 0).ShouldBe(1);
            (await FindAsync(database.DataSource, role)).ShouldNotBeNull().Missing.ShouldBeEmpty();
        }
        finally
        {
            await ExecuteAsync(database.DataSource, $"drop owned by {role}; drop role {role}");
        }
    }

    [Fact]
    public async Task A_role_that_is_not_there_is_named_with_what_makes_it() =>
        (await Should.ThrowAsync<DatabaseConfigurationException>(() => GrantAsync("nobody_here", mayTake: true)))
            .Message.ShouldContain("create role \"nobody_here\" login");

    [Fact]
    public async Task An_owner_is_left_as_it_is_and_known_as_one()
    {
        await using var bare = new BareDatabase(postgres);
        await bare.InitializeAsync();
        await new Migrator(bare.DataSource).ApplyAsync();
        var owner = (await FindAsync(bare.DataSource)).ShouldNotBeNull();

        owner.IsOwner.ShouldBeTrue();
        (await ApplicationRole.GrantAsync(bare.DataSource, owner.Name, mayTake: true, CancellationToken.None))
            .ShouldBe(0);
        (await FindAsync(bare.DataSource)).ShouldNotBeNull().Missing.ShouldBeEmpty();
    }

    private static Task<ApplicationRole?> FindAsync(NpgsqlDataSource source, string? name = null) =>
        ApplicationRole.FindAsync(source, name, CancellationToken.None);

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private Task<int> GrantAsync(string role, bool mayTake) =>
        ApplicationRole.GrantAsync(database.DataSource, role, mayTake, CancellationToken.None);

    private async Task<int> EventsAsync(BookingId id) => (await ReadAsync(
        database.DataSource,
        $"select actor from booking_events where show_id = {id.ShowId} and booking_id = '{id}'")).Count;
}
