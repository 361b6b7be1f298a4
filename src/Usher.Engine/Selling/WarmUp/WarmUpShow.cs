using System.Security.Cryptography;
using Usher.Engine.Selling.Batching;
using Usher.Engine.Shows;

namespace Usher.Engine.Selling.WarmUp;

/// <summary>
/// A show to try the whole booking path on before the first buyer comes, so that his request is not the one that
/// compiles and prepares everything. Its bookings are decided and written against the real database, answered like
/// any other, and undone: each batch makes the show, books, and rolls back. Dispose it before serving in earnest.
/// </summary>
public sealed class WarmUpShow : IDisposable
{
    private const int Seats = 200;

    private readonly Action _end;

    internal WarmUpShow(Action end)
    {
        _end = end;
        // Drawn at random from the upper half of all ids, so that nobody else can name it.
        var id = new ShowId(BookingId.ShowIdMax - RandomNumberGenerator.GetInt32(int.MaxValue));
        Terms = new ShowTerms(
            id, OrganizationId: default, Seats, HoldSeconds: 60, SalesOpenAt: null, ExtensionAllowed: true);
        Mode = new WarmUpMode(Terms);
    }

    /// <summary>Its id, which no stored show has.</summary>
    public ShowId ShowId => Terms.Id;

    /// <summary>How many seats it has in each batch.</summary>
    public int TotalSeats => Terms.TotalSeats;

    /// <summary>What its seats are sold by.</summary>
    public ShowTerms Terms { get; }

    /// <summary>How batches with its bookings end.</summary>
    internal BatchMode Mode { get; }

    /// <summary>From here on no such show exists.</summary>
    public void Dispose() => _end();
}
