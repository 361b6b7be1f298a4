using System.Diagnostics;
using Usher.Engine.Bookings;

namespace Usher.Server.Bookings;

/// <summary>Why a booking does not allow a change, for machines and for people.</summary>
internal static class Refusals
{
    public static (string Reason, string Message) Words(RefusalReason reason) => reason switch
    {
        RefusalReason.Expired => ("EXPIRED", "The hold ended before the booking was confirmed; book again"),
        RefusalReason.SeatsTaken => ("SEATS_TAKEN", "The seats belong to someone else now; book others"),
        RefusalReason.PaymentFailed => ("PAYMENT_FAILED", "The payment failed; book again"),
        RefusalReason.Cancelled => ("CANCELLED", "The booking was cancelled; book again"),
        RefusalReason.AlreadyConfirmed => ("ALREADY_CONFIRMED", "The booking is confirmed already"),
        RefusalReason.AlreadyExtended => ("ALREADY_EXTENDED", "The hold was extended before; that is possible once"),
        RefusalReason.ExtensionForbidden => ("EXTENSION_FORBIDDEN", "This show does not let holds be extended"),
        RefusalReason.StillQueued => ("STILL_QUEUED", "The booking still waits for its turn; try again in a moment"),
        _ => throw new UnreachableException($"No buyer is refused with {reason}."),
    };
}
