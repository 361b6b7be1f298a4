using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Usher.Testing;

namespace Usher.SystemTests.Commands;

public sealed class ServeCommandTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string AnyPort = "http://127.0.0.1:0";
    private const string Greeting = "Usher sells seats on ";

    private static readonly int[] Seats = [5, 6];

    private readonly TestDatabase _database = new(postgres);
    private readonly HttpClient _client = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _database.DisposeAsync();
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_sells_the_demo_and_gives_lapsed_seats_back_until_it_is_asked_to_stop(string signal)
    {
        await using var server = Start("--demo", "--Bookings:HoldSeconds=1", "--Bookings:SweepSeconds=1");
        var url = await server.ReadAfterAsync(Greeting);
        (await _client.GetAsync($"{url}/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var first = await BookAsync(url);
        var second = await BookAsync(url);

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        // Nobody but the sweep changes a booking that is only looked at.
        while ((await _client.GetFromJsonAsync<JsonElement>($"{url}{first.Headers.Location}"))
            .GetProperty("status").GetString() != "FAILED")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        server.Output.ShouldContain($"{url}/docs");
        server.Output.ShouldContain("curl -i");
        server.Signal(signal);
        (await server.WaitAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task It_warms_up_before_it_is_ready_and_leaves_no_trace_of_it()
    {
        await using var server = Start("--WarmUp:MillisecondsMax=60000", "--WarmUp:RequestsMax=200");
        var url = await server.ReadAfterAsync(Greeting);

        (await _client.GetAsync($"{url}/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var command = _database.DataSource.CreateCommand("""
            select (select count(*) from shows) + (select count(*) from seats) + (select count(*) from bookings),
                   pg_relation_size('bookings')
            """);
        await using var counts = await command.ExecuteReaderAsync();
        await counts.ReadAsync();
        counts.GetInt64(0).ShouldBe(0);
        // It did go through the database: the table has grown pages for rows that were undone.
        counts.GetInt64(1).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Warming_up_uses_up_nobodys_requests()
    {
        await using var server = Start(
            "--WarmUp:MillisecondsMax=60000", "--WarmUp:RequestsMax=200", "--RateLimits:Enabled=true");
        var url = await server.ReadAfterAsync(Greeting);

        (await BookAsync(url)).Headers.GetValues("RateLimit").ShouldHaveSingleItem()
            .ShouldStartWith("\"bookings\";r=99;");
    }

    [Fact]
    public async Task Two_servers_that_start_at_once_put_the_demo_on_sale_once()
    {
        await using var one = Start("--demo");
        await using var other = Start("--demo");
        await one.ReadAfterAsync(Greeting);
        await other.ReadAfterAsync(Greeting);

        var page = await _database.DataSources.ShowQueries().ListAsync(null, null, 100, null, default);

        page.Shows.Select(listing => listing.Show.Id.Value).Order().ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        page.Shows.Count(listing => listing.AvailableSeats == 0).ShouldBe(1);
        page.Shows.Max(listing => listing.Show.TotalSeats).ShouldBe(50_000);
    }

    [Fact]
    public async Task A_booking_under_way_is_finished_before_the_server_ends()
    {
        var show = await TestEngine.CreateShowAsync(_database.DataSources);
        await using var server = Start();
        var url = await server.ReadAfterAsync(Greeting);
        await using var connection = await _database.DataSource.OpenConnectionAsync();
        await using var holdup = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select from seats for update";
        await command.ExecuteNonQueryAsync();
        var booking = BookAsync(url, show.Value);
        await _database.UntilSomebodyWaitsAsync();

        server.Signal("TERM");
        await UntilNobodyIsLetInAsync(new Uri(url));
        await holdup.RollbackAsync();

        (await booking).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await server.WaitAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var serve = await UsherProcess.RunAsync(
            _database.ConnectionString, "serve", "--urls", $"http://{listener.LocalEndpoint}");

        serve.ShouldBeOneLine().ShouldContain("address already in use. Choose another with --urls");
    }

    [Fact]
    public async Task Too_few_connections_for_the_lanes_are_told_in_one_line()
    {
        var serve = await UsherProcess.RunAsync(
            _database.ConnectionString + ";Maximum Pool Size=3", "serve", "--urls", AnyPort,
            "--Bookings:BatchWorkers=2");

        serve.ShouldBeOneLine().ShouldContain("Allow at least 4: with Database:PrimaryConnectionsMax");
    }

    [Fact]
    public async Task A_replica_that_is_away_keeps_nobody_from_selling()
    {
        var show = await TestEngine.CreateShowAsync(_database.DataSources);
        await using var server = Start("--ConnectionStrings:PostgresReplicas=Host=127.0.0.1;Port=1;Username=nobody");
        var url = await server.ReadAfterAsync(Greeting);

        (await BookAsync(url, show.Value)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_worker_answers_health_checks_and_sells_nothing()
    {
        await using var server = Start("--roles", "worker");
        var line = await server.ReadAfterAsync("Usher is running (worker), with health checks on ");
        var url = line[..line.IndexOf(". Press", StringComparison.Ordinal)];

        (await _client.GetAsync($"{url}/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _client.GetAsync($"{url}/api/shows")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task With_nothing_configured_it_brings_its_own_database_which_other_commands_join()
    {
        var directory = Path.Combine(Path.GetTempPath(), $"usher-{Guid.NewGuid():N}");
        var data = $"--Data:Directory={directory}";
        try
        {
            await using var server = UsherProcess.Start(null, "serve", "--demo", "--urls", AnyPort, data);
            await server.ReadAfterAsync(Greeting);

            (await UsherProcess.RunAsync(null, "audit", data)).Output.ShouldContain("10 shows, 51,618 seats");

            server.Signal("TERM");
            (await server.WaitAsync()).Code.ShouldBe(0);
            Directory.EnumerateFiles(directory, "postmaster.pid", SearchOption.AllDirectories).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private UsherProcess Start(params string[] arguments) =>
        UsherProcess.Start(_database.ConnectionString, ["serve", "--urls", AnyPort, .. arguments]);

    private Task<HttpResponseMessage> BookAsync(string url, long show = 1) => _client.PostAsJsonAsync(
        $"{url}/api/bookings", new { show_id = show, user_email = "asha@example.com", seat_numbers = Seats });

    private static async Task UntilNobodyIsLetInAsync(Uri url)
    {
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(url.Host, url.Port);
            }
            catch (SocketException)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
