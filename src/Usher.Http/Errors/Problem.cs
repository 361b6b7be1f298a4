using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Usher.Engine.Shows;

namespace Usher.Http.Errors;

/// <summary>An error, as RFC 9457 describes it.</summary>
public sealed record Problem
{
    [Description("The kind of problem. It never changes; GET it for an explanation.")]
    [Wire(Format = "uri-reference")]
    public required string Type { get; init; }

    [Description("A short title for the kind of problem.")]
    public required string Title { get; init; }

    [Description("The HTTP status of this response.")]
    [Range(400, 599)]
    public required int Status { get; init; }

    [Description("What is wrong in this case, and how to fix it.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    [Description("For each invalid field, header or parameter: what it must be.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, string[]>? Errors { get; init; }

    [Description("When sales for the show open. Only with the type sales-not-open.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? SalesOpenAt { get; init; }

    [Description("With the type seats-renamed: the first seats that would be renamed, at most 100.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RenamedSeatDocument[]? RenamedSeats { get; init; }

    [Description("What to work on before the request is sent again. Only with the type challenge-required.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChallengeDocument? Challenge { get; init; }

    [Description("The ID to look for in the server's log. Only with the type internal-error.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}

/// <summary>Work that shows that a client is in earnest.</summary>
public sealed record ChallengeDocument
{
    [Description("Good for this client and this show, once.")]
    public required string Token { get; init; }

    [Description("Find a whole number of at most 20 digits, as decimal text, so that the SHA-256 of `token:number` "
        + "(ASCII) begins with this many zero bits. Then send the same request again with the header "
        + "`Challenge-Answer: token.number`.")]
    [Range(8, 28)]
    public required int Bits { get; init; }

    [Description("After this it has to be another one.")]
    public required DateTime ExpiresAt { get; init; }
}

/// <summary>A seat whose name on tickets is not its name in the new version of the plan.</summary>
public sealed record RenamedSeatDocument
{
    public required int SeatNumber { get; init; }

    [Description("Its name before the move.")]
    public required string Before { get; init; }

    [Description("Its name after the move.")]
    public required string After { get; init; }

    public static RenamedSeatDocument Of(RenamedSeat seat) =>
        new() { SeatNumber = seat.Number, Before = seat.Before, After = seat.After };
}
