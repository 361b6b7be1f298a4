using System.Net;
using Microsoft.Extensions.Options;
using Usher.Engine.Database;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class DiskFullReadinessTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_write_that_fails_for_want_of_room_makes_the_server_not_ready_until_one_succeeds()
    {
        await using var server = await TestServer.StartAsync(
            database, ("Database:DiskProbeSeconds", "1"), ("Bookings:BatchAttemptsMax", "1"));
        var show = await server.CreateShowAsync();
        await ExecuteAsync("""
            create function no_room() returns trigger language plpgsql as
            $$ begin raise exception using errcode = '53100', message = 'could not extend file'; end $$;
            create trigger no_room before insert on bookings execute function no_room();
            create trigger no_room before insert on secrets execute function no_room();
            """);

        (await server.Http.GetAnswerAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.Http.BookAsync(show.Id, [1])).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var full = await server.Http.GetAnswerAsync("/health/ready");
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        var stillFull = await server.Http.GetAnswerAsync("/health/ready");
        await ExecuteAsync("drop trigger no_room on bookings; drop trigger no_room on secrets");
        Answer after;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            after = await server.Http.GetAnswerAsync("/health/ready");
        }
        while (after.Status != HttpStatusCode.OK);

        full.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        full.Field("reason").ShouldBe(
            "The database's disk is full: could not extend file. Free up space; the server retries every 1 s.");
        stillFull.Field("reason").ShouldBe(full.Field("reason"));
        (await CountAsync("select count(*) from secrets where name like 'disk_probe%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_private_postgresql_wants_free_space_where_its_data_and_its_log_are()
    {
        var folder = Path.GetTempPath();
        var free = (int)Math.Min(1_000_000, new DriveInfo(folder).AvailableFreeSpace >> 20);

        (await ProblemAsync(min: free * 2 + 1_000_000)).ShouldNotBeNull()
            .ShouldContain($" MiB are free at {folder}, and ");
        (await ProblemAsync(min: 1)).ShouldBeNull();
        (await ProblemAsync(min: 0)).ShouldBeNull();

        Task<string?> ProblemAsync(int min) => new DiskSpace(
            database.DataSources, Options.Create(new DiskSpaceOptions { FreeMebibytesMin = min }), TimeProvider.System,
            new DataFolders("/no-such-folder", folder)).ProblemAsync(CancellationToken.None);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
