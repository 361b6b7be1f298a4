using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.Http.LoadShedding;
using Usher.Testing;
using Usher.Tests.Pages;

namespace Usher.Tests.Http;

public sealed class ArrivalDelayTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int TriesMax = 200;

    [Fact]
    public void A_ping_that_has_not_come_yet_has_waited_since_it_was_sent()
    {
        var time = new TestTime();
        var delay = new QueueDelay(time);
        delay.Current.ShouldBe(TimeSpan.Zero);

        delay.Send();
        time.Advance(TimeSpan.FromMilliseconds(300));
        delay.Current.ShouldBe(TimeSpan.FromMilliseconds(300));
        delay.IsUnderWay.ShouldBeTrue();

        delay.Arrive();
        time.Advance(TimeSpan.FromMilliseconds(50));
        delay.Current.ShouldBe(TimeSpan.FromMilliseconds(300), "the latest that came tells, until the next one comes");
    }

    [Fact]
    public void A_crowd_is_still_there_while_the_next_ping_is_quicker_than_the_last()
    {
        var time = new TestTime();
        var delay = new QueueDelay(time);
        delay.Send();
        time.Advance(TimeSpan.FromMilliseconds(300));
        delay.Arrive();

        delay.Send();
        time.Advance(TimeSpan.FromMilliseconds(10));
        delay.Current.ShouldBe(TimeSpan.FromMilliseconds(300));

        delay.Arrive();
        delay.Current.ShouldBe(TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public void Once_pings_are_given_up_nobody_is_turned_away_for_one_that_never_came()
    {
        var time = new TestTime();
        var delay = new QueueDelay(time);
        delay.Send();
        time.Advance(TimeSpan.FromSeconds(10));

        delay.GiveUp();
        time.Advance(TimeSpan.FromSeconds(10));

        delay.Current.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_wish_that_waited_too_long_to_be_read_is_turned_away_until_the_crowd_is_through()
    {
        await using var server = await TestServer.StartAsync(database, ("Http:QueueDelayMillisecondsMax", "500"));
        var show = await server.CreateShowAsync(seats: 10);
        var delay = server.Services.GetRequiredService<QueueDelay>();

        // As if a ping were behind a crowd. A real one that is on its way just now may still come, so again.
        var refused = await UntilAsync(server, show.Id, HttpStatusCode.ServiceUnavailable, async () =>
        {
            delay.Send();
            await Task.Delay(TimeSpan.FromMilliseconds(600));
        });
        refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        refused.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
        // People hear the same, on a page that keeps their choice.
        var busy = (await server.Http.PostFormAsync($"/shows/{show.Id}/book", [("key", "k"), ("seat", "3")]))
            .ShouldBePage(HttpStatusCode.ServiceUnavailable);
        busy.Text.ShouldContain("name=\"seat\" value=\"3\"");

        delay.Arrive();
        var served = await UntilAsync(
            server, show.Id, HttpStatusCode.Created, () => Task.Delay(TimeSpan.FromMilliseconds(50)));
        served.Status.ShouldBe(HttpStatusCode.Created);
    }

    private static async Task<Answer> UntilAsync(
        TestServer server, ShowId showId, HttpStatusCode status, Func<Task> before)
    {
        for (var attempt = 1; ; attempt++)
        {
            await before();
            var answer = await server.Http.BookAsync(showId, [attempt % 10 + 1]);
            if (answer.Status == status || attempt == TriesMax)
            {
                return answer;
            }
        }
    }
}
