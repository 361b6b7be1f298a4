using FluentValidation;

namespace Usher.Engine.Shows;

/// <summary>Whether a show can be put on sale, wherever its organiser said so.</summary>
internal sealed class NewShowValidator : AbstractValidator<NewShow>
{
    /// <summary>What holds for a show at any time.</summary>
    public static readonly NewShowValidator Lasting = new(now: null);

    /// <param name="now">The moment it is put on sale; null: whenever that was.</param>
    public NewShowValidator(DateTime? now)
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(show => show.Name).IsName();
        RuleFor(show => show.StartsAt).IsTime();
        RuleFor(show => show.TimeZone).IsTimeZone();
        RuleFor(show => show.TotalSeats)
            .Must(seats => seats is >= 1 and <= ShowLimits.TotalSeatsMax)
            .WithMessage((_, seats) => $"must be 1 to {ShowLimits.TotalSeatsMax:N0}, not {seats}")
            .Must((show, seats) => show.Plan is not { } plan || plan.Seats.Length == seats)
            .WithMessage(show => $"must be {show.Plan!.Seats.Length:N0}, the number of seats in the seating plan");
        RuleFor(show => show.HoldSeconds).IsHold();
        RuleFor(show => show.SalesOpenAt).IsTime();
        RuleFor(show => show.SeatsPerBookingMax).IsSeatsPerBooking();
        RuleFor(show => show.SeatsPerPersonMax).IsSeatsPerPerson();
        RuleFor(show => show).Custom((show, context) =>
        {
            foreach (var failure in PricesValidator.Instance.Validate(
                new NewPrices(show.Currency, show.Prices, show.Plan)).Errors)
            {
                context.AddFailure(failure);
            }
        });
        if (now is { } moment)
        {
            RuleFor(show => show.StartsAt).IsAhead(_ => true, moment);
            RuleFor(show => show.SalesOpenAt).IsBefore(show => show.StartsAt);
        }
    }
}
