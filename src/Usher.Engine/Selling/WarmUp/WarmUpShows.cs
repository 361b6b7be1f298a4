namespace Usher.Engine.Selling.WarmUp;

/// <summary>The show that is booked to warm up, while there is one. Safe for several threads.</summary>
public sealed class WarmUpShows : IDisposable
{
    private volatile WarmUpShow? _show;

    /// <summary>Until it is disposed, this show can be booked and nothing of it is kept. It takes the place of an
    /// earlier one.</summary>
    public WarmUpShow Begin() => _show = new WarmUpShow(() => _show = null);

    /// <summary>The show that the request names seats of, if that is the one of the warm-up; else null.</summary>
    public WarmUpShow? Find(BookRequest request) =>
        _show is { } show && show.ShowId == request.ShowId && request.SeatCount is null ? show : null;

    /// <summary>Ends the warm-up that is under way, if one is.</summary>
    public void Dispose() => _show?.Dispose();
}
