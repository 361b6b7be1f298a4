using Usher.Engine.Seats;
using Usher.Engine.Shows;
using Usher.Pages.Kit;


namespace Usher.Pages.Desk.Shows;

/// <summary>A show of the desk's lists, with how its seats stand.</summary>
/// <param name="Show">The show.</param>
/// <param name="Seats">How its seats stand.</param>
/// <param name="Status">What can be done about it.</param>
public sealed record ShowLine(Show Show, SeatCounts Seats, ShowStatus Status)
{
    public string StatusWords => Status switch
    {
        ShowStatus.Past => "Started",
        ShowStatus.NotYetOpen => "Not yet open",
        ShowStatus.SoldOut when Seats.Held > 0 => "All taken for now",
        ShowStatus.SoldOut when Seats.Begun > 0 => "None left",
        ShowStatus.SoldOut when Seats.Sold == 0 => "All blocked",
        ShowStatus.SoldOut => "Sold out",
        _ => $"{Numbers.Text(Seats.Free)} left",
    };
}
