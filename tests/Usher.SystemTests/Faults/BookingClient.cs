using System.Net.Http.Json;

namespace Usher.SystemTests.Faults;

/// <summary>
/// Sends a wish's requests to one of the servers in turn, as a balancer without health checks would, and notes what
/// came back. Safe for concurrent use.
/// </summary>
internal sealed class BookingClient(IReadOnlyList<Uri> servers) : IDisposable
{
    // Longer than a server takes for anything; whoever waits this long has found a request that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { Timeout = Patience };
    private uint _next;

    public Task<Reply> BookAsync(Wish wish, TimeSpan? hangUpAfter = null) => SendAsync(
        wish,
        Verb.Book,
        () => DescribeBooking(wish),
        hangUpAfter);

    public Task<Reply> ChangeAsync(Wish wish, Verb verb, Guid id) => SendAsync(
        wish,
        verb,
        () => verb == Verb.Look
            ? new HttpRequestMessage(HttpMethod.Get, new Uri(NextServer(), $"/api/bookings/{id}"))
            : new HttpRequestMessage(
                HttpMethod.Post, new Uri(NextServer(), $"/api/bookings/{id}/{verb.ToString().ToLowerInvariant()}")),
        hangUpAfter: null);

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage DescribeBooking(Wish wish)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(NextServer(), "/api/bookings"))
        {
            Content = JsonContent.Create(
                new { show_id = wish.ShowId, user_email = wish.Email, seat_numbers = wish.Seats }),
        };
        if (wish.Key is { } key)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return request;
    }

    private async Task<Reply> SendAsync(
        Wish wish, Verb verb, Func<HttpRequestMessage> describe, TimeSpan? hangUpAfter)
    {
        using var request = describe();
        using var hangUp = new CancellationTokenSource(hangUpAfter ?? Timeout.InfiniteTimeSpan);
        try
        {
            using var response = await _http.SendAsync(request, hangUp.Token);
            return wish.Note(Reply.Of(verb, response, await response.Content.ReadAsStringAsync(hangUp.Token)));
        }
        catch (OperationCanceledException)
        {
            return wish.Note(new Reply(verb) { MayStillRun = true });
        }
        catch (HttpRequestException e)
        {
            return wish.Note(new Reply(verb) { Text = $"{e.HttpRequestError}: {e.Message}" });
        }
    }

    private Uri NextServer() => servers[(int)(Interlocked.Increment(ref _next) % servers.Count)];
}
