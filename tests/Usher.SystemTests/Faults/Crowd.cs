using System.Collections.Concurrent;
using Usher.Testing;

namespace Usher.SystemTests.Faults;

/// <summary>
/// Buyers over HTTP who book, confirm, extend, cancel, look, repeat and give up, each by a seed of its own, and keep
/// every answer. They go on whatever happens to the servers until they are told to stop.
/// </summary>
internal sealed class Crowd(BookingClient client, int seed, int buyers) : IDisposable
{
    private readonly ConcurrentQueue<Purchase> _purchases = [];
    private readonly CancellationTokenSource _leave = new();
    private Task _everybody = Task.CompletedTask;
    private volatile SaleShow[] _shows = [];

    /// <summary>All purchases so far. Complete only once everybody has left.</summary>
    public IReadOnlyCollection<Purchase> Purchases => _purchases;

    /// <summary>Sends them to other shows from now on.</summary>
    public void SendTo(params SaleShow[] shows) => _shows = shows;

    public void Start() => _everybody = Task.WhenAll(Enumerable.Range(0, buyers)
        .Select(number => Task.Run(() => BuyAsync(number, new Random((seed * 1000) + number)))));

    /// <summary>Lets them finish what they are at; nothing is unanswered that a running server could answer.</summary>
    public async Task LeaveAsync()
    {
        await _leave.CancelAsync();
        await _everybody;
    }

    /// <summary>A purchase of somebody outside the crowd, to be proven with the others.</summary>
    public Purchase Add(Purchase purchase)
    {
        _purchases.Enqueue(purchase);
        return purchase;
    }

    public void Dispose() => _leave.Dispose();

    private async Task BuyAsync(int number, Random luck)
    {
        var buyer = new Buyer(client, luck, _leave.Token);
        for (var count = 0; !_leave.IsCancellationRequested; count++)
        {
            var shows = _shows;
            var show = shows[luck.Next(shows.Length)];
            var key = luck.NextDouble() < 0.7 ? KeyNames.KeyOf($"{seed}-{number}-{count}") : null;
            var purchase = Add(new Purchase($"b{seed}-{number}-{count}@example.com", show.Id, show.Draw(luck), key));
            await buyer.PursueAsync(purchase, show);
        }
    }
}

/// <summary>A show on sale.</summary>
internal sealed record SaleShow(long Id, int Seats, int HoldSeconds)
{
    private const int SeatsPerBookingMax = 4;

    /// <summary>One to four different seats.</summary>
    public int[] Draw(Random luck)
    {
        var seats = new HashSet<int>();
        for (var count = luck.Next(1, SeatsPerBookingMax + 1); count > 0; count--)
        {
            seats.Add(luck.Next(1, Seats + 1));
        }

        return [.. seats];
    }
}
