namespace Usher.SystemTests.Faults;

/// <summary>What one buyer does after a purchase came to mind: luck decides.</summary>
internal sealed class Buyer(BookingClient client, Random luck, CancellationToken leave)
{
    private const int PauseMillisecondsMax = 20;
    private const int PauseAfterFailureMilliseconds = 200;

    public async Task PursueAsync(Purchase purchase, SaleShow show)
    {
        var reply = await BookAsync(purchase);
        if (reply.Status == 201)
        {
            await DecideAsync(purchase, show, reply.Booking!.Id);
        }

        await PauseAsync(luck.Next(PauseMillisecondsMax));
    }

    private async Task<Reply> BookAsync(Purchase purchase)
    {
        // Some hang up at once. With a key it is safe to ask again, so most do; some lose patience.
        var reply = Chance(0.03)
            ? await client.BookAsync(purchase, hangUpAfter: TimeSpan.FromMilliseconds(luck.Next(6)))
            : await client.BookAsync(purchase);
        while (purchase.Key is not null && reply.IsOpen && !leave.IsCancellationRequested && Chance(0.9))
        {
            await PauseAsync(PauseAfterFailureMilliseconds);
            reply = await client.BookAsync(purchase);
        }

        if (reply.Status is null or 503)
        {
            await PauseAsync(PauseAfterFailureMilliseconds);
        }
        else if (purchase.Key is not null && Chance(0.1))
        {
            reply = await client.BookAsync(purchase);
        }

        return reply;
    }

    private async Task DecideAsync(Purchase purchase, SaleShow show, Guid id)
    {
        var roll = luck.NextDouble();
        if (roll < 0.15)
        {
            return;
        }

        if (roll < 0.3)
        {
            await ChangeAsync(purchase, Verb.Extend, id);
        }

        // A hold that is over may be confirmed as long as nobody else wants the seats.
        if (roll is > 0.25 and < 0.35)
        {
            await PauseAsync(show.HoldSeconds * 1000);
        }

        await PauseAsync(luck.Next(PauseMillisecondsMax));
        await ChangeAsync(purchase, roll < 0.6 ? Verb.Cancel : Verb.Confirm, id);
        if (Chance(0.3))
        {
            await client.ChangeAsync(purchase, Verb.Look, id);
        }
    }

    // Repeating a change is harmless, so most do until they hear.
    private async Task ChangeAsync(Purchase purchase, Verb verb, Guid id)
    {
        while ((await client.ChangeAsync(purchase, verb, id)).Status is null or 503
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
