using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.Http.LoadShedding;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class QueueDelayTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int TriesMax = 200;

    [Fact]
    public void A_sample_that_has_not_run_yet_has_waited_since_it_was_queued()
    {
        var time = new TestTime();
        var delay = new QueueDelay(time);
        delay.Current.ShouldBe(TimeSpan.Zero);

        delay.Begin();
        time.Advance(TimeSpan.FromMilliseconds(300));
        delay.Current.ShouldBe(TimeSpan.FromMilliseconds(300));
        delay.IsUnderWay.ShouldBeTrue();

        delay.End();
        time.Advance(TimeSpan.FromMilliseconds(50));
        delay.Current.ShouldBe(TimeSpan.FromMilliseconds(300), "the latest that ran tells, until the next one does");
    }

    [Fact]
    public void A_queue_is_still_long_while_the_next_sample_is_quicker_than_the_last()
    {
        var time = new TestTime();
        var delay = new QueueDelay(time);
        delay.Begin();
        time.Advance(TimeSpan.FromMilliseconds(300));
        delay.End();

        delay.Begin();
        time.Advance(TimeSpan.FromMilliseconds(10));
        delay.Current.ShouldBe(TimeSpan.FromMilliseconds(300));

        delay.End();
        delay.Current.ShouldBe(TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public async Task A_request_that_waited_too_long_to_be_read_is_refused_until_the_queue_is_short()
    {
        await using var server = await TestServer.StartAsync(database, ("Http:QueueDelayMillisecondsMax", "500"));
        var show = await server.CreateShowAsync(seats: 10);
        var delay = server.Services.GetRequiredService<QueueDelay>();

        // As if a sample were behind a crowd. A real one that is in the queue just now may still run, so again.
        var refused = await UntilAsync(server, show.Id, HttpStatusCode.ServiceUnavailable, async () =>
        {
            delay.Begin();
            await Task.Delay(TimeSpan.FromMilliseconds(600));
        });
        refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        refused.Message.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
        // People hear the same, on a page that keeps their choice.
        var busy = (await server.Http.PostFormAsync(
            $"/shows/{show.Id}/book", [("key", Guid.NewGuid().ToString()), ("seat", "3")]))
            .ShouldBePage(HttpStatusCode.ServiceUnavailable);
        busy.Text.ShouldContain("name=\"seat\" value=\"3\"");

        delay.End();
        var served = await UntilAsync(
            server, show.Id, HttpStatusCode.Created, () => Task.Delay(TimeSpan.FromMilliseconds(50)));
        served.Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_blocked_thread_pool_is_noticed_while_it_is_blocked()
    {
        var delay = new QueueDelay(TimeProvider.System);
        using var sampler = new QueueDelaySampler(delay);
        using var open = new ManualResetEventSlim();
        // More work than threads, each waiting: what is queued behind it does not run.
        for (var i = 0; i < 200; i++)
        {
            ThreadPool.QueueUserWorkItem(_ => open.Wait());
        }

        try
        {
            await sampler.StartAsync(CancellationToken.None);
            var until = Stopwatch.StartNew();
            SpinWait.SpinUntil(() => delay.Current > TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));

            delay.Current.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(100));
            until.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        }
        finally
        {
            open.Set();
        }

        SpinWait.SpinUntil(() => delay.Current < TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10))
            .ShouldBeTrue("the queue is empty again");
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
