using System.Text;
using Npgsql;
using Usher.BoxOffice.Organizations;
using Usher.Engine.Database;
using Usher.Testing;

namespace Usher.Tests.Organizations;

/// <summary>What the database itself hides from whoever acts for a tenant, whatever a statement says.</summary>
public sealed class RowSecurityTests(TestApi api) : IClassFixture<TestApi>
{
    // Names organizations, and is known to whoever signs in before it is known whose they are.
    private const string TablesOfTenants = """
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
            and a.attname = 'organization_id' and not a.attisdropped
        """;

    private const string TablesWithRule = """
        select c.relname from pg_class c join pg_policies p on p.tablename = c.relname and p.policyname = 'tenant'
        where c.relnamespace = current_schema()::regnamespace and c.relrowsecurity
        """;

    private const string TablesOfRole = """
        select table_name from information_schema.role_column_grants
        where grantee = 'usher_tenant' and table_schema = current_schema()
        """;

    [Fact]
    public async Task Every_table_that_names_an_organization_has_the_rule()
    {
        var ruled = await NamesAsync(TablesWithRule);

        (await NamesAsync(TablesOfTenants)).Except(ruled).ShouldBeEmpty();
        ruled.Count.ShouldBeGreaterThan(12);
    }

    [Fact]
    public async Task A_tenant_has_no_right_to_a_table_without_the_rule_but_to_who_people_are_and_to_keys()
    {
        (await NamesAsync(TablesOfRole)).Except(await NamesAsync(TablesWithRule))
            .ShouldBe(["people", "personal_keys"]);
        (await NamesAsync("""
            select column_name || ' ' || privilege_type from information_schema.role_column_grants
            where grantee = 'usher_tenant' and table_schema = current_schema() and table_name = 'personal_keys'
            """)).ShouldBe(["id SELECT", "sealed_key SELECT"]);
    }

    [Fact]
    public async Task A_connection_with_a_tenants_rights_sees_nothing_without_a_tenant()
    {
        await FillAsync(await api.Server.MakeOrganizationAsync());
        await using var source = AsTenant();

        foreach (var table in await NamesAsync(TablesWithRule))
        {
            (await CountAsync(source, table)).ShouldBe(0, table);
        }
    }

    [Fact]
    public async Task With_a_tenant_it_sees_what_is_the_tenants_and_changes_nothing_else()
    {
        var (one, other) = (await api.Server.MakeOrganizationAsync(), await api.Server.MakeOrganizationAsync());
        var show = await FillAsync(one);
        var foreign = await FillAsync(other);
        await using var source = AsTenant();
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"call enter_tenant({one.Id})");

        (await ScalarAsync(connection, "select array_agg(id) from shows")).ShouldBe(new[] { show.Value });
        (await ScalarAsync(connection, "select array_agg(distinct show_id) from seats"))
            .ShouldBe(new[] { show.Value });
        (await ScalarAsync(connection, "select array_agg(slug) from organizations")).ShouldBe(new[] { one.Slug });
        (await ExecuteAsync(connection, $"update shows set name = 'Taken' where id = {foreign}")).ShouldBe(0);
        (await ExecuteAsync(connection, $"delete from seats where show_id = {foreign}")).ShouldBe(0);
        (await Should.ThrowAsync<PostgresException>(ExecuteAsync(
            connection, $"update shows set organization_id = {other.Id} where id = {show}")))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task The_tenant_ends_with_its_transaction()
    {
        var organization = await api.Server.MakeOrganizationAsync();
        await using var connection = await api.Database.DataSources.Primary.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await ExecuteAsync(connection, $"call enter_tenant({organization.Id})");
            (await ScalarAsync(connection, "select current_user::text")).ShouldBe("usher_tenant");
            await transaction.RollbackAsync();
        }

        (await ScalarAsync(connection, "select current_tenant()")).ShouldBe(DBNull.Value);
        (await ScalarAsync(connection, "select current_user::text")).ShouldNotBe("usher_tenant");
    }

    [Fact]
    public async Task Nobody_else_is_concerned_not_even_in_the_plans_of_their_statements()
    {
        await using var connection = await api.Database.DataSources.Primary.OpenConnectionAsync();
        await using var explain = new NpgsqlCommand(
            "explain select from bookings where lower(email) collate \"C\" = 'x'", connection);
        await using var reader = await explain.ExecuteReaderAsync();
        StringBuilder plan = new();
        while (await reader.ReadAsync())
        {
            plan.AppendLine(reader.GetString(0));
        }

        plan.ToString().ShouldNotContain("usher_tenant");
    }

    [Theory]
    [InlineData("delete from booking_events")]
    [InlineData("update booking_events set actor = 'nobody'")]
    [InlineData("update bookings set status = 'FAILED'")]
    [InlineData("delete from show_changes")]
    [InlineData("insert into organizations (slug, name) values ('taken', 'Taken')")]
    [InlineData("update api_keys set role = 'ADMIN'")]
    [InlineData("update people set is_operator = true")]
    [InlineData("delete from personal_keys")]
    [InlineData("select person from personal_keys")]
    [InlineData("delete from personal_data_events")]
    public async Task A_tenant_may_not_do_what_batches_and_sign_ins_do(string sql)
    {
        await using var source = AsTenant();
        await using var command = source.CreateCommand(sql);

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync()))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Secrets_are_none_of_a_tenants_business()
    {
        await using var source = AsTenant();

        foreach (var table in (string[])
        [
            "secrets", "data_protection_keys", "refresh_tokens", "person_links", "passkeys", "provider_logins",
            "key_ring_keys", "bookings_by_person",
        ])
        {
            (await Should.ThrowAsync<PostgresException>(CountAsync(source, table)))
                .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, table);
        }
    }

    [Fact]
    public async Task What_the_program_reads_for_a_tenant_it_reads_with_a_tenants_rights()
    {
        var organization = await api.Server.MakeOrganizationAsync();

        var rights = await organization.AsTenantAsync(async () =>
        {
            await using var batch = api.Database.DataSources.Primary.Scoped(
                "select current_user || ' ' || current_tenant()");
            return (string?)await batch.ExecuteScalarAsync();
        });
        await using var outside = api.Database.DataSources.Primary.Scoped("select current_user::text");

        rights.ShouldBe($"usher_tenant {organization.Id}");
        (await outside.ExecuteScalarAsync()).ShouldNotBe("usher_tenant");
    }

    private async Task<ShowId> FillAsync(Organization organization) => await organization.AsTenantAsync(async () =>
        (await api.Server.CreateShowAsync(seats: 3)).Id);

    private NpgsqlDataSource AsTenant() => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(api.Database.ConnectionString)
        {
            Options = "-c role=usher_tenant",
            MaxPoolSize = 2,
        }.ConnectionString);

    private async Task<IReadOnlyList<string>> NamesAsync(string sql)
    {
        await using var command = api.Database.DataSource.CreateCommand($"select distinct * from ({sql}) x order by 1");
        await using var reader = await command.ExecuteReaderAsync();
        List<string> names = [];
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source, string table)
    {
        await using var command = source.CreateCommand($"select count(*) from {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
