using Usher.Engine.SeatingPlans;
using Usher.Engine.Seats;
using Usher.Engine.Shows;


namespace Usher.Pages.Desk.Shows;

/// <summary>A show of the desk's lists, with how its seats stand.</summary>
public sealed record ShowLine(Show Show, SeatCounts Seats, ShowStatus Status)
{
    public string StatusWords => Status switch
    {
        ShowStatus.Past => "Over",
        ShowStatus.NotYetOpen => "Not yet open",
        ShowStatus.SoldOut => "Sold out",
        _ => $"{SeatNames.Count(Seats.Free)} left",
    };
}
