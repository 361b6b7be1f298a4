using System.Collections.Immutable;
using Usher.Engine.Bookings;
using Usher.Engine.Shows;
using Usher.Http.Fields;

namespace Usher.Api.Bookings;

/// <summary>A page of the audit log: what was done to bookings and to shows, the newest first. Of one moment, what was
/// done to bookings comes first.</summary>
internal static class AuditPage
{
    /// <summary>Until when changes of shows belong to a page; null: all of them.</summary>
    /// <param name="after">Where the page begins.</param>
    public static (DateTime At, bool IsIncluded)? Until(StepCursor? after) =>
        after is null ? null : (after.At, !IsOfShow(after));

    /// <summary>As many as fit, of both.</summary>
    /// <param name="page">Steps of bookings, at most <paramref name="limit"/>.</param>
    /// <param name="changes">Changes of shows, one more than <paramref name="limit"/> if there are so many.</param>
    /// <param name="limit">At least 1.</param>
    public static EventPageDocument Of(StepPage page, ImmutableArray<PlanVersionChange> changes, int limit)
    {
        var (steps, moves) = (0, 0);
        StepCursor? last = null;
        while (steps + moves < limit && (steps < page.Steps.Length || moves < changes.Length))
        {
            if (steps < page.Steps.Length && (moves == changes.Length || page.Steps[steps].At >= changes[moves].At))
            {
                var step = page.Steps[steps++];
                last = new StepCursor(step.At, step.Id.Value, step.Sequence);
            }
            else
            {
                last = OfShow(changes[moves++].At);
            }
        }

        // A cursor cannot part changes of one moment.
        while (last is not null && IsOfShow(last) && moves < changes.Length && changes[moves].At == last.At)
        {
            moves++;
        }

        var isMore = page.Next is not null || steps < page.Steps.Length || moves < changes.Length;
        return new EventPageDocument
        {
            Events = [.. page.Steps.Take(steps).Select(EventDocument.Of)],
            ShowChanges = [.. changes.Take(moves).Select(ShowChangeDocument.Of)],
            Next = isMore && last is not null ? BookingCursors.Write(last) : null,
        };
    }

    // Behind every step of that moment, for no booking has this id.
    private static StepCursor OfShow(DateTime at) => new(at, Guid.Empty, Sequence: 0);

    private static bool IsOfShow(StepCursor cursor) => cursor.BookingId == Guid.Empty;
}
