using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.Bookings;
using Usher.Engine.Selling;
using Usher.Engine.Shows;

namespace Usher.Tests.Bookings;

/// <summary>
/// A story for the rules: batches of commands with time passing in between, spelled out from plain numbers so that a
/// failing one shrinks by leaving numbers out.
/// </summary>
internal sealed class Plot
{
    private const int BuyersMax = 6;

    private static readonly Actor Buyer = Actor.Buyer(ActorRight.Public);

    private static readonly DateTime Opening = new(2030, 1, 1, 10, 0, 0, DateTimeKind.Utc);

    /// <summary>It begins before long stories are over.</summary>
    public static readonly ShowTerms Show = ModelDatabase.Show with { StartsAt = Opening.AddSeconds(500.5) };

    private Plot(int[] moves)
    {
        Moves = [.. moves];
        var now = Opening;
        List<BookingCommand> batch = [];
        foreach (var move in moves)
        {
            batch.Add(Spell(move));
            if (move % 3 == 0)
            {
                Batches.Add((now, batch));
                batch = [];
                now = now.AddSeconds(move / 64 % 50);
            }
        }

        Batches.Add((now, batch));
    }

    public ImmutableArray<int> Moves { get; }

    public List<(DateTime Now, List<BookingCommand> Commands)> Batches { get; } = [];

    public static Arbitrary<Plot> Any { get; } = Arb.From(
        Gen.Choose(0, 1 << 28).ArrayOf().Select(moves => new Plot(moves)),
        plot => Enumerable.Range(0, plot.Moves.Length).Select(i => new Plot([.. plot.Moves.RemoveAt(i)])));

    public override string ToString() => string.Join(
        "\n",
        Batches.Select(batch => $"{batch.Now.ToString("T", CultureInfo.InvariantCulture)}: "
            + string.Join("; ", batch.Commands)));

    private static BookingCommand Spell(int move)
    {
        var buyer = move / 8 % BuyersMax;
        var id = BookingId.FromKey(new byte[32], new OrganizationId(1), ModelDatabase.Show.Id, $"buyer-{buyer}");
        return (move % 8) switch
        {
            0 or 1 or 2 or 6 => new BookingCommand.Book(
                id, Buyer, Show, buyer % 2 == 0 ? "a@example.com" : null, Seats(move / 512),
                Fingerprint: move / 512 % 5 == 0 ? 0 : 1),
            3 => new BookingCommand.Confirm(id, Buyer, move / 512 % 2 == 0 ? "b@example.com" : null)
            {
                Key = move / 1024 % 3 == 0 ? new ConfirmKey(1, (short)(move / 512 % 2)) : null,
            },
            4 => new BookingCommand.Cancel(id, Buyer),
            5 => new BookingCommand.Extend(id, Buyer, Allowed: move / 512 % 4 != 0)
            {
                SalesCloseAt = Show.SalesCloseAt,
            },
            _ => new BookingCommand.Expire(id, Actor.Sweep),
        };
    }

    // Eight bits are eight seats; no bit is the first seat; now and then a seat that does not exist.
    private static ImmutableArray<int> Seats(int bits)
    {
        var mask = bits & 0xFF & (bits >> 8) | 1 << (bits % 8);
        var numbers = Enumerable.Range(1, bits % 31 == 0 ? 9 : 8);
        return [.. numbers.Where(number => number == 9 || (mask >> (number - 1) & 1) == 1)];
    }
}
