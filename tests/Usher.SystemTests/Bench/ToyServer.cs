using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Usher.SystemTests.Bench;

/// <summary>How a toy server deceives.</summary>
public enum Lie
{
    None,
    SellsTwice,
    LosesBookings,
    TakesSeatsForNobody,
    RefusesFreeSeats,
}

/// <summary>The wire contract in memory, for the real server does not lie on demand.</summary>
internal sealed class ToyServer : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Lie lie;
    private readonly List<Guid?[]> shows = [];
    private readonly Dictionary<Guid, Booking> bookings = [];
    private readonly WebApplication app;
    private int requests;

    private ToyServer(Lie lie)
    {
        this.lie = lie;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/health/ready", () => Results.Ok());
        app.MapPost("/api/admin/shows", (NewShow show, HttpRequest request) => request.Headers["X-Api-Key"] == AdminKey
            ? CreateShow(show) : Results.StatusCode(401));
        app.MapPost("/api/bookings", Book);
        app.MapPost("/api/bookings/{id:guid}/confirm", Confirm);
        app.MapGet("/api/bookings/{id:guid}", Find);
        app.MapGet("/api/shows/{id:int}/seats", Seats);
    }

    public const string AdminKey = "open sesame";

    public string Url =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<ToyServer> StartAsync(Lie lie = Lie.None)
    {
        var server = new ToyServer(lie);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult CreateShow(NewShow show)
    {
        lock (gate)
        {
            shows.Add(new Guid?[show.TotalSeats + 1]);
            return Results.Created("", new { id = shows.Count, show.TotalSeats });
        }
    }

    private IResult Book(BookRequest request)
    {
        lock (gate)
        {
            // Seldom enough that there is an honest reply before and after each lie.
            var liesNow = ++requests % 50 == 0;
            var seats = shows[request.ShowId - 1];
            var conflicts = request.SeatNumbers.Where(number => seats[number] is not null).ToArray();
            if (conflicts.Length == 0 && lie == Lie.RefusesFreeSeats && liesNow)
            {
                conflicts = request.SeatNumbers;
            }

            if (conflicts.Length > 0 && !(lie == Lie.SellsTwice && liesNow))
            {
                if (lie == Lie.TakesSeatsForNobody)
                {
                    seats[seats.Length - 1] ??= Guid.NewGuid();
                }

                return Results.Json(
                    new { request.ShowId, request.SeatNumbers, status = "FAILED", conflictSeats = conflicts },
                    statusCode: 409);
            }

            var booking = new Booking(Guid.NewGuid(), request.ShowId, request.SeatNumbers, "PENDING");
            if (!(lie == Lie.LosesBookings && liesNow))
            {
                bookings[booking.BookingId] = booking;
            }

            Array.ForEach(request.SeatNumbers, number => seats[number] = booking.BookingId);
            return Results.Created("", booking);
        }
    }

    private IResult Confirm(Guid id)
    {
        lock (gate)
        {
            return bookings.TryGetValue(id, out var booking)
                ? Results.Ok(bookings[id] = booking with { Status = "CONFIRMED" })
                : Results.NotFound();
        }
    }

    private IResult Find(Guid id)
    {
        lock (gate)
        {
            return bookings.TryGetValue(id, out var booking) ? Results.Ok(booking) : Results.NotFound();
        }
    }

    private IResult Seats(int id)
    {
        lock (gate)
        {
            return Results.Ok(new
            {
                showId = id,
                seats = shows[id - 1]
                    .Select((owner, number) => new { seatNumber = number, status = StatusOf(owner), version = 1 })
                    .Skip(1).ToArray(),
            });
        }
    }

    private string StatusOf(Guid? owner) => owner is not { } id ? "AVAILABLE"
        : bookings.GetValueOrDefault(id)?.Status == "CONFIRMED" ? "BOOKED" : "HELD";

    private sealed record NewShow(int TotalSeats);

    private sealed record BookRequest(int ShowId, int[] SeatNumbers);

    private sealed record Booking(Guid BookingId, int ShowId, int[] SeatNumbers, string Status);
}
