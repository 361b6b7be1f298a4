using System.Net;
using Microsoft.Extensions.Options;
using Usher.Http.Security;
using Usher.Tests.Http;

namespace Usher.Tests.Security;

public sealed class SignInDelayTests
{
    private const string Account = "mona@example.com";

    private static readonly IPAddress Hostile = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Office = IPAddress.Parse("198.51.100.7");

    private readonly HandSetTime _time = new();

    [Fact]
    public void After_a_few_failures_each_further_one_costs_twice_the_wait()
    {
        var delays = Delays(new AuthOptions());
        List<int> waits = [];
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var wait = delays.Begin(Hostile, Account) ?? TimeSpan.Zero;
            waits.Add((int)wait.TotalSeconds);
            _time.Advance(wait);
            if (wait > TimeSpan.Zero)
            {
                delays.Begin(Hostile, Account).ShouldBeNull();
            }
        }

        waits.ShouldBe([0, 0, 0, 1, 2, 4, 8, 16, 32, 60]);
    }

    [Fact]
    public void Whoever_does_not_wait_is_refused_without_being_counted_again()
    {
        var delays = Delays(new AuthOptions());
        Fail(delays, Hostile, Account, 3);

        for (var i = 0; i < 100; i++)
        {
            delays.Begin(Hostile, Account).ShouldBe(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void However_many_fail_another_client_is_heard_at_once()
    {
        var delays = Delays(new AuthOptions());
        for (var i = 0; i < 200; i++)
        {
            delays.Begin(IPAddress.Parse($"203.0.113.{i}"), Account);
        }

        delays.Begin(Office, Account).ShouldBeNull();
    }

    [Fact]
    public void The_more_clients_fail_at_an_account_the_longer_each_of_them_waits()
    {
        var delays = Delays(new AuthOptions());
        for (var i = 0; i < 30; i++)
        {
            delays.Begin(IPAddress.Parse($"203.0.113.{i}"), Account);
        }

        delays.Begin(IPAddress.Parse("203.0.113.1"), Account)!.Value.ShouldBeGreaterThan(TimeSpan.FromSeconds(30));
        delays.Begin(IPAddress.Parse("203.0.113.1"), "other@example.com").ShouldBeNull();
    }

    [Fact]
    public void A_client_that_tries_many_accounts_waits_at_all_of_them()
    {
        var delays = Delays(new AuthOptions());
        for (var i = 0; i < 10; i++)
        {
            delays.Begin(Hostile, $"{i}@example.com").ShouldBeNull();
        }

        delays.Begin(Hostile, "new@example.com").ShouldBe(TimeSpan.FromSeconds(1));
        delays.Begin(Office, "new@example.com").ShouldBeNull();
    }

    [Fact]
    public void A_right_password_is_no_failure_and_does_not_wash_away_those_at_other_accounts()
    {
        var delays = Delays(new AuthOptions());
        for (var i = 0; i < 50; i++)
        {
            delays.Begin(Office, Account).ShouldBeNull();
            delays.Succeeded(Office, Account);
        }

        Fail(delays, Office, "victim@example.com", 3);
        delays.Begin(Office, Account).ShouldBeNull();
        delays.Succeeded(Office, Account);
        delays.Begin(Office, "victim@example.com").ShouldNotBeNull();
    }

    [Fact]
    public void Many_at_once_are_as_many_failures()
    {
        var delays = Delays(new AuthOptions());

        Enumerable.Range(0, 50).Count(_ => delays.Begin(Hostile, Account) is null).ShouldBe(3);
    }

    [Fact]
    public void After_a_while_it_is_forgotten()
    {
        var delays = Delays(new AuthOptions { SignInMemoryMinutes = 15 });
        Fail(delays, Hostile, Account, 3);
        delays.Begin(Hostile, Account).ShouldNotBeNull();

        _time.Advance(TimeSpan.FromMinutes(15));

        delays.Begin(Hostile, Account).ShouldBeNull();
    }

    [Fact]
    public void It_remembers_no_more_than_it_may_and_forgets_the_oldest_first()
    {
        var delays = Delays(new AuthOptions { SignInRememberedMax = 300, SignInAttemptsPerClient = 10_000 });
        Fail(delays, Office, Account, 2);
        for (var i = 0; i < 5_000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            delays.Begin(Hostile, $"{i}@example.com");
        }

        delays.Begin(Office, Account).ShouldBeNull();
        delays.Remembered.ShouldBeLessThanOrEqualTo(300);
    }

    private static void Fail(SignInDelays delays, IPAddress client, string account, int times)
    {
        for (var i = 0; i < times; i++)
        {
            delays.Begin(client, account).ShouldBeNull();
        }
    }

    private SignInDelays Delays(AuthOptions options) => new(Options.Create(options), _time);
}
