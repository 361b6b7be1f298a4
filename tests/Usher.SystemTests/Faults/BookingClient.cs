using System.Net.Http.Json;

namespace Usher.SystemTests.Faults;

/// <summary>
/// Sends a purchase's requests to one of the servers in turn, as a balancer without health checks would, and notes what
/// came back. Safe for concurrent use.
/// </summary>
internal sealed class BookingClient(IReadOnlyList<Uri> servers) : IDisposable
{
    // Longer than a server takes for anything; whoever waits this long has found a request that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { Timeout = Patience };
    private uint _next;

    public Task<Reply> BookAsync(Purchase purchase, TimeSpan? hangUpAfter = null) => SendAsync(
        purchase,
        Verb.Book,
        () => DescribeBooking(purchase),
        hangUpAfter);

    public Task<Reply> ChangeAsync(Purchase purchase, Verb verb, Guid id) => SendAsync(
        purchase,
        verb,
        () => verb == Verb.Look
            ? new HttpRequestMessage(HttpMethod.Get, new Uri(NextServer(), $"/api/bookings/{id}"))
            : new HttpRequestMessage(
                HttpMethod.Post, new Uri(NextServer(), $"/api/bookings/{id}/{verb.ToString().ToLowerInvariant()}")),
        hangUpAfter: null);

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage DescribeBooking(Purchase purchase)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(NextServer(), "/api/bookings"))
        {
            Content = JsonContent.Create(
                new { show_id = purchase.ShowId, user_email = purchase.Email, seat_numbers = purchase.Seats }),
        };
        if (purchase.Key is { } key)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return request;
    }

    private async Task<Reply> SendAsync(
        Purchase purchase, Verb verb, Func<HttpRequestMessage> describe, TimeSpan? hangUpAfter)
    {
        using var request = describe();
        using var hangUp = new CancellationTokenSource(hangUpAfter ?? Timeout.InfiniteTimeSpan);
        try
        {
            using var response = await _http.SendAsync(request, hangUp.Token);
            return purchase.Note(Reply.Of(verb, response, await response.Content.ReadAsStringAsync(hangUp.Token)));
        }
        catch (OperationCanceledException)
        {
            return purchase.Note(new Reply(verb) { MayStillRun = true });
        }
        catch (HttpRequestException e)
        {
            return purchase.Note(new Reply(verb) { Text = $"{e.HttpRequestError}: {e.Message}" });
        }
    }

    private Uri NextServer() => servers[(int)(Interlocked.Increment(ref _next) % servers.Count)];
}
