namespace Usher.Http.Errors;

/// <summary>
/// A kind of refusal that clients can tell apart by a URI that never changes (RFC 9457, "type"). The same URI answers
/// with this explanation.
/// </summary>
public sealed record ProblemType(string Name, int Status, string Title, string Explanation)
{
    public static readonly ProblemType Validation = new(
        "validation", 400, "Some fields are wrong",
        "'errors' names each wrong field, header or parameter and says what it must be. Nothing was changed.");

    public static readonly ProblemType MalformedBody = new(
        "malformed-body", 400, "The body cannot be read",
        "The body is missing, too large (64 KiB), no JSON object, no UTF-8, or sent under another content type than "
        + "application/json. 'detail' says which. Nothing was changed.");

    public static readonly ProblemType AdminKeyRequired = new(
        "admin-key-required", 401, "The admin key is required",
        "Send the key that the server was configured with (Auth:AdminKey) in the header X-Api-Key. In development "
        + "without a configured key the server makes one and shows it in the terminal where it was started.");

    public static readonly ProblemType TooManyWrongKeys = new(
        "too-many-wrong-keys", 429, "Too many wrong keys",
        "Too many wrong keys came from your address, or from all together. Correct the key: the right one is taken at "
        + "any moment. Wrong ones are counted anew after the seconds in Retry-After.");

    public static readonly ProblemType NoSuchShow = new(
        "no-such-show", 404, "No such show", "No show has this id.");

    public static readonly ProblemType NoSuchSeats = new(
        "no-such-seats", 404, "No such seats",
        "The show has fewer seats than asked for: its seat numbers run from 1 to its total_seats.");

    public static readonly ProblemType NoSuchBooking = new(
        "no-such-booking", 404, "No such booking", "No booking has this id.");

    public static readonly ProblemType NoSuchPlan = new(
        "no-such-plan", 404, "No such seating plan", "No seating plan has this id, or it has no such version.");

    public static readonly ProblemType NoSuchProblem = new(
        "no-such-problem", 404, "No such problem", "No problem type has this name.");

    public static readonly ProblemType NoSuchRoute = new(
        "no-such-route", 404, "No such address", "Nothing is served here; /openapi/v1.json lists what is.");

    public static readonly ProblemType MethodNotAllowed = new(
        "method-not-allowed", 405, "Method not allowed",
        "The address exists, but not for this method; the header Allow lists those it takes.");

    public static readonly ProblemType CurrencyStays = new(
        "currency-stays", 409, "The currency of the show stays",
        "Bookings were made in it. 'detail' says which it is. Nothing was changed.");

    public static readonly ProblemType PlanDoesNotFit = new(
        "plan-does-not-fit", 409, "The show cannot move to this version of its plan",
        "Seats that somebody has, or could have, would be lost or mean others, a category has no price, or the show "
        + "has no plan. 'detail' says which. Nothing was changed.");

    public static readonly ProblemType SeatsRenamed = new(
        "seats-renamed", 409, "Seats that somebody has would read otherwise",
        "In this version of the plan, seats that are sold, held or blocked have another section, row or number than "
        + "their tickets say. 'renamed_seats' lists them. Nothing was changed. To move the show all the same, send "
        + "accept_renamed_seats.");

    public static readonly ProblemType KeyReused = new(
        "idempotency-key-reused", 422, "The idempotency key was used with another payload",
        "Each different request needs an Idempotency-Key of its own; a repeated one must be the same as the first.");

    public static readonly ProblemType SalesNotOpen = new(
        "sales-not-open", 422, "Sales are not open yet", "'sales_open_at' says when this show's sale begins.");

    public static readonly ProblemType UpgradeRequired = new(
        "upgrade-required", 426, "This address is watched, not fetched",
        "Open it as a WebSocket, or send Accept: text/event-stream. GET the show's /seats for one picture.");

    public static readonly ProblemType SubscribersFull = new(
        "audience-full", 503, "Too many are watching",
        "Try again after the seconds in Retry-After; meanwhile GET the show's /seats tells the same.");

    public static readonly ProblemType InternalError = new(
        "internal-error", 500, "Something went wrong in the server",
        "This is a defect. The server's log has its details under 'trace_id'.");

    public static readonly ProblemType Overloaded = new(
        "overloaded", 503, "Too many requests are waiting",
        "The request was not taken. Try again after the seconds in Retry-After.");

    public static readonly ProblemType Unavailable = new(
        "unavailable", 503, "The database is away",
        "Try again after the seconds in Retry-After. A change may have been carried out if the connection broke at the "
        + "last moment: repeating it with the same Idempotency-Key or booking id is safe and tells.");

    public static readonly IReadOnlyList<ProblemType> All =
    [
        Validation, MalformedBody, AdminKeyRequired, TooManyWrongKeys, NoSuchShow, NoSuchSeats, NoSuchBooking,
        NoSuchPlan, NoSuchProblem, NoSuchRoute, MethodNotAllowed, CurrencyStays, PlanDoesNotFit, SeatsRenamed,
        KeyReused, SalesNotOpen, UpgradeRequired, SubscribersFull, InternalError, Overloaded, Unavailable,
    ];

    public string Uri { get; } = "/problems/" + Name;
}
