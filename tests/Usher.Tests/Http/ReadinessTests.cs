using System.Net;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class ReadinessTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_server_is_ready_once_its_migrations_are_applied()
    {
        await using var server = await TestServer.StartAsync(database);
        await ExecuteAsync("alter table schema_migrations rename to hidden");
        await ExecuteAsync("alter table schema_versions rename to hidden_versions");

        var before = await server.Http.GetAnswerAsync("/health/ready");
        await ExecuteAsync("alter table hidden rename to schema_migrations");
        await ExecuteAsync("alter table hidden_versions rename to schema_versions");
        var after = await server.Http.GetAnswerAsync("/health/ready");
        var again = await server.Http.GetAnswerAsync("/health/ready");

        before.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        before.Field("status").ShouldBe("not_ready");
        before.Field("reason").ShouldContain("0001_bookings");
        before.Field("reason").ShouldContain("usher migrate");
        (after.Status, after.Text).ShouldBe((HttpStatusCode.OK, """{"status":"ready"}"""));
        (again.Status, again.Text).ShouldBe((HttpStatusCode.OK, """{"status":"ready"}"""));
    }

    [Fact]
    public async Task A_tampered_migration_is_named()
    {
        await using var server = await TestServer.StartAsync(database);
        await ExecuteAsync("update schema_migrations set checksum = reverse(checksum) where number = 1");

        var answer = await server.Http.GetAnswerAsync("/health/ready");
        await ExecuteAsync("update schema_migrations set checksum = reverse(checksum) where number = 1");

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Field("reason").ShouldContain("0001_bookings");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
