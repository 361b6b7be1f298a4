namespace Usher.SystemTests.Faults;

/// <summary>What one buyer does after a wish came to mind: luck decides.</summary>
internal sealed class Buyer(BookingClient client, Random luck, CancellationToken leave)
{
    private const int PauseMillisecondsMax = 20;
    private const int PauseAfterFailureMilliseconds = 200;

    public async Task PursueAsync(Wish wish, SaleShow show)
    {
        var reply = await BookAsync(wish);
        if (reply.Status == 201)
        {
            await DecideAsync(wish, show, reply.Booking!.Id);
        }

        await PauseAsync(luck.Next(PauseMillisecondsMax));
    }

    private async Task<Reply> BookAsync(Wish wish)
    {
        // Some hang up at once. With a key it is safe to ask again, so most do; some lose patience.
        var reply = Chance(0.03)
            ? await client.BookAsync(wish, hangUpAfter: TimeSpan.FromMilliseconds(luck.Next(6)))
            : await client.BookAsync(wish);
        while (wish.Key is not null && reply.IsOpen && !leave.IsCancellationRequested && Chance(0.9))
        {
            await PauseAsync(PauseAfterFailureMilliseconds);
            reply = await client.BookAsync(wish);
        }

        if (reply.Status is null or 503)
        {
            await PauseAsync(PauseAfterFailureMilliseconds);
        }
        else if (wish.Key is not null && Chance(0.1))
        {
            reply = await client.BookAsync(wish);
        }

        return reply;
    }

    private async Task DecideAsync(Wish wish, SaleShow show, Guid id)
    {
        var roll = luck.NextDouble();
        if (roll < 0.15)
        {
            return;
        }

        if (roll < 0.3)
        {
            await ChangeAsync(wish, Verb.Extend, id);
        }

        // A hold that is over may be confirmed as long as nobody else wants the seats.
        if (roll is > 0.25 and < 0.35)
        {
            await PauseAsync(show.HoldSeconds * 1000);
        }

        await PauseAsync(luck.Next(PauseMillisecondsMax));
        await ChangeAsync(wish, roll < 0.6 ? Verb.Cancel : Verb.Confirm, id);
        if (Chance(0.3))
        {
            await client.ChangeAsync(wish, Verb.Look, id);
        }
    }

    // Repeating a change is harmless, so most do until they hear.
    private async Task ChangeAsync(Wish wish, Verb verb, Guid id)
    {
        while ((await client.ChangeAsync(wish, verb, id)).Status is null or 503
            && !leave.IsCancellationRequested && Chance(0.9))
        {
            await PauseAsync(PauseAfterFailureMilliseconds);
        }
    }

    private bool Chance(double probability) => luck.NextDouble() < probability;

    private async Task PauseAsync(int milliseconds)
    {
        try
        {
            await Task.Delay(milliseconds, leave);
        }
        catch (OperationCanceledException)
        {
            // The crowd leaves; what is begun is finished without pauses.
        }
    }
}
