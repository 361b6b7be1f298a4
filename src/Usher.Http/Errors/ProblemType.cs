namespace Usher.Http.Errors;

/// <summary>
/// A kind of refusal that clients can tell apart by a URI that never changes (RFC 9457, "type"). The same URI answers
/// with this explanation.
/// </summary>
public sealed record ProblemType(string Name, int Status, string Title, string Explanation)
{
    public static readonly ProblemType Validation = new(
        "validation", 400, "Some fields are invalid",
        "'errors' lists each invalid field, header or parameter and what it must be. Nothing was changed.");

    public static readonly ProblemType MalformedBody = new(
        "malformed-body", 400, "The request body is invalid",
        "The body is missing, larger than 64 KiB, not a JSON object, not UTF-8, or not sent as application/json. "
        + "'detail' says which. Nothing was changed.");

    public static readonly ProblemType AdminKeyRequired = new(
        "admin-key-required", 401, "The admin key is required",
        "Send the key that the server was configured with (Auth:AdminKey) in the X-Api-Key header. In development, "
        + "a server without a configured key creates one and shows it in the terminal where it was started.");

    public static readonly ProblemType TooManyWrongKeys = new(
        "too-many-wrong-keys", 429, "Too many wrong keys",
        "Too many wrong keys were sent from your address, or from all addresses together. Correct the key: the "
        + "right one is always accepted. The count restarts after the number of seconds in Retry-After.");

    public static readonly ProblemType TooManyBookings = new(
        "too-many-bookings", 429, "Too many bookings were requested",
        "Too many bookings were requested from your internet address, whatever became of them. Nothing was held. Try "
        + "again after the number of seconds in Retry-After. The header RateLimit-Policy has the limit (q requests in "
        + "w seconds), RateLimit what is left of it.");

    public static readonly ProblemType NoSuchShow = new(
        "no-such-show", 404, "Show not found", "There is no show with this id.");

    public static readonly ProblemType NoSuchSeats = new(
        "no-such-seats", 404, "Seats not found",
        "The show has no seats with these numbers. Seat numbers run from 1 to the show's total_seats.");

    public static readonly ProblemType NoSuchBooking = new(
        "no-such-booking", 404, "Booking not found", "There is no booking with this id.");

    public static readonly ProblemType NoSuchPlan = new(
        "no-such-plan", 404, "Seating plan not found",
        "There is no seating plan with this id, or it has no such version.");

    public static readonly ProblemType NoSuchProblem = new(
        "no-such-problem", 404, "Problem type not found", "There is no problem type with this name.");

    public static readonly ProblemType NoSuchRoute = new(
        "no-such-route", 404, "Not found",
        "There is nothing at this URL. /openapi/v1.json lists the available endpoints.");

    public static readonly ProblemType MethodNotAllowed = new(
        "method-not-allowed", 405, "Method not allowed",
        "This URL does not support this method. The Allow header lists the methods it supports.");

    public static readonly ProblemType EncodedBody = new(
        "encoded-body", 415, "The request body is compressed",
        "Send the body as it is, without Content-Encoding. Nothing of it was read.");

    public static readonly ProblemType HttpsRequired = new(
        "https-required", 403, "This call requires https",
        "The request came over plain HTTP, where others can read it. Nothing was carried out. Send it to the https "
        + "address of this server. If it had a key, replace that key.");

    public static readonly ProblemType CurrencyStays = new(
        "currency-stays", 409, "The show's currency cannot change",
        "There are bookings in it already. 'detail' names the currency. Nothing was changed.");

    public static readonly ProblemType PlanDoesNotFit = new(
        "plan-does-not-fit", 409, "The show cannot move to this version of its plan",
        "Seats that are or could be booked would disappear or become different seats, a category has no price, or "
        + "the show has no plan. 'detail' says which. Nothing was changed.");

    public static readonly ProblemType SeatsRenamed = new(
        "seats-renamed", 409, "Sold, held or blocked seats would be renamed",
        "In this version of the plan, seats that are sold, held or blocked have another section, row or number than "
        + "their tickets say. 'renamed_seats' lists them. Nothing was changed. To move the show anyway, send "
        + "accept_renamed_seats.");

    public static readonly ProblemType KeyReused = new(
        "idempotency-key-reused", 422, "The idempotency key was used for a different request",
        "Use a new Idempotency-Key for each new request. A retry must be identical to the first request.");

    public static readonly ProblemType SalesNotOpen = new(
        "sales-not-open", 422, "Sales are not open yet", "'sales_open_at' says when sales for this show open.");

    public static readonly ProblemType UpgradeRequired = new(
        "upgrade-required", 426, "This endpoint streams live updates",
        "Open it as a WebSocket, or send Accept: text/event-stream. For a single snapshot, GET the show's /seats.");

    public static readonly ProblemType SubscribersFull = new(
        "audience-full", 503, "Too many live connections",
        "Try again after the number of seconds in Retry-After. Until then, GET the show's /seats has the same data.");

    public static readonly ProblemType InternalError = new(
        "internal-error", 500, "Internal server error",
        "This is a bug. Find the details in the server's log under 'trace_id'.");

    public static readonly ProblemType Overloaded = new(
        "overloaded", 503, "Too many requests are waiting",
        "The request was not accepted. Try again after the number of seconds in Retry-After.");

    public static readonly ProblemType Unavailable = new(
        "unavailable", 503, "The database is unavailable",
        "Try again after the number of seconds in Retry-After. If the connection was lost at the last moment, the "
        + "change may have been made. It is safe to retry with the same Idempotency-Key or booking id.");

    public static readonly IReadOnlyList<ProblemType> All =
    [
        Validation, MalformedBody, AdminKeyRequired, TooManyWrongKeys, TooManyBookings, NoSuchShow, NoSuchSeats,
        NoSuchBooking, NoSuchPlan, NoSuchProblem, NoSuchRoute, MethodNotAllowed, EncodedBody, HttpsRequired,
        CurrencyStays, PlanDoesNotFit, SeatsRenamed, KeyReused, SalesNotOpen, UpgradeRequired, SubscribersFull,
        InternalError, Overloaded, Unavailable,
    ];

    public string Uri { get; } = "/problems/" + Name;
}
