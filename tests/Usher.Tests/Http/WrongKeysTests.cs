using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class WrongKeysTests(TestApi api) : IClassFixture<TestApi>
{
    private const string Show = """{ "name": "A", "start_time": "2999-01-01T20:00:00Z", "total_seats": 1 }""";

    private static readonly IPAddress Hostile = IPAddress.Parse("192.0.2.1");

    private readonly HandSetTime _time = new();

    [Fact]
    public void A_client_is_told_to_wait_after_its_share_and_others_are_not()
    {
        var wrong = Counter(ofClient: 3, all: 100);

        Enumerable.Range(0, 3).Select(_ => wrong.Count(Hostile)).ShouldAllBe(wait => wait == null);
        wrong.Count(Hostile).ShouldBe(TimeSpan.FromSeconds(60));
        wrong.Count(IPAddress.Parse("192.0.2.2")).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(45));
        wrong.Count(Hostile).ShouldBe(TimeSpan.FromSeconds(15));
        _time.Advance(TimeSpan.FromSeconds(15));
        wrong.Count(Hostile).ShouldBeNull();
    }

    [Fact]
    public void A_network_of_ipv6_is_one_client()
    {
        var wrong = Counter(ofClient: 1, all: 100);

        wrong.Count(IPAddress.Parse("2001:db8:1:1::1")).ShouldBeNull();
        wrong.Count(IPAddress.Parse("2001:db8:1:1:ffff::2")).ShouldNotBeNull();
        wrong.Count(IPAddress.Parse("2001:db8:1:2::1")).ShouldBeNull();
    }

    [Fact]
    public void One_clients_keys_leave_the_others_their_share()
    {
        var wrong = Counter(ofClient: 2, all: 4);
        for (var i = 0; i < 1000; i++)
        {
            wrong.Count(Hostile);
        }

        wrong.Count(IPAddress.Parse("192.0.2.2")).ShouldBeNull();
        wrong.Count(IPAddress.Parse("192.0.2.3")).ShouldBeNull();
        // From here on all together have sent too many.
        wrong.Count(IPAddress.Parse("192.0.2.4")).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_answer_to_one_too_many_is_late()
    {
        var wrong = Counter(ofClient: 1, all: 100);
        var slow = wrong.SlowDownAsync(CancellationToken.None);

        slow.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1000));
        await slow;
    }

    [Fact]
    public void Few_are_delayed_at_once()
    {
        var wrong = Counter(ofClient: 1, all: 100);
        using var end = new CancellationTokenSource();

        var waits = Enumerable.Range(0, 1000).Select(_ => wrong.SlowDownAsync(end.Token)).ToList();

        waits.Count(wait => !wait.IsCompleted).ShouldBe(100);
        end.Cancel();
    }

    [Fact]
    public async Task Wrong_keys_are_counted_wherever_they_come_in_and_the_right_one_opens_at_any_moment()
    {
        await using var server = await TestServer.StartAsync(
            api.Database, ("Auth:AdminKey", TestApi.AdminKey), ("Auth:WrongKeysPerClientMax", "4"),
            ("Auth:WrongKeysSeconds", "3600"), ("Auth:WrongKeyDelayMilliseconds", "1"));
        var show = await server.CreateShowAsync();
        var booking = "/api/bookings/" + (await server.Http.BookAsync(show.Id, [1])).Field("booking_id");
        using var organiser = new Organiser(server.Http.BaseAddress!);

        (await CreateAsync("aaaaaaaaaaaaaaaa")).ShouldBeProblem(HttpStatusCode.Unauthorized, "admin-key-required");
        (await SeenAsync()).ShouldBe("a***@example.com");
        (await server.Http.GetAnswerAsync("/desk", ("X-Api-Key", "x"))).ShouldBeProblem(
            HttpStatusCode.Unauthorized, "admin-key-required");
        (await organiser.SignInAsync("x")).Status.ShouldBe(HttpStatusCode.Forbidden);

        (await organiser.SignInAsync("x")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        var late = (await CreateAsync("x")).ShouldBeProblem(HttpStatusCode.TooManyRequests, "too-many-wrong-keys");
        late.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(
            TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3600));
        (await server.Http.GetAnswerAsync("/desk", ("X-Api-Key", "x"))).ShouldBeProblem(
            HttpStatusCode.TooManyRequests, "too-many-wrong-keys");
        (await SeenAsync()).ShouldBe("a***@example.com");

        (await CreateAsync(TestApi.AdminKey)).Status.ShouldBe(HttpStatusCode.Created);
        (await server.Http.GetAnswerAsync(booking, ("X-Api-Key", TestApi.AdminKey))).Field("user_email")
            .ShouldBe("asha@example.com");
        (await organiser.SignInAsync(TestApi.AdminKey)).ShouldRedirect().ShouldBe("/desk");

        async Task<string?> SeenAsync() =>
            (await server.Http.GetAnswerAsync(booking, ("X-Api-Key", "x"))).Field("user_email");

        Task<Answer> CreateAsync(string key) => server.Http.PostJsonAsync("/api/admin/shows", Show, ("X-Api-Key", key));
    }

    private WrongKeys Counter(int ofClient, int all) => new(
        Options.Create(new AuthOptions { WrongKeysPerClientMax = ofClient, WrongKeysMax = all }), _time,
        NullLogger<WrongKeys>.Instance);
}

/// <summary>A clock that a test turns by hand; what waits for it goes on when it is turned that far.</summary>
internal sealed class HandSetTime : TimeProvider
{
    private readonly List<Waiting> _waiting = [];
    private TimeSpan _now = TimeSpan.FromDays(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var waiting = new Waiting(_now + dueTime, () => callback(state));
        _waiting.Add(waiting);
        return waiting;
    }

    public void Advance(TimeSpan time)
    {
        _now += time;
        foreach (var due in _waiting.Where(waiting => waiting.At <= _now).ToList())
        {
            _waiting.Remove(due);
            due.Go();
        }
    }

    private sealed record Waiting(TimeSpan At, Action Go) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
