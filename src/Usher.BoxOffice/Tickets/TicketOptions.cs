using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.BoxOffice.Tickets;

/// <summary>What buyers keep of their bookings. Configuration section Tickets.</summary>
public sealed class TicketOptions
{
    public const string Section = "Tickets";

    /// <summary>How long the link of a ticket works, in days after the show has begun; that of a show in the past, in
    /// days after the link was made.</summary>
    [Range(1, 3_650)]
    public int LinkDays { get; set; } = 14;
}

[OptionsValidator]
internal sealed partial class TicketOptionsCheck : IValidateOptions<TicketOptions>;
