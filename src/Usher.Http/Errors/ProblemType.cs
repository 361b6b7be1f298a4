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
        "admin-key-required", 401, "Sign in, or send a key",
        "Send an access token from POST /api/auth/token, or an API key of your organization, as 'Authorization: Bearer "
        + "…'; or a key in the X-Api-Key header. The server's own key (Auth:AdminKey) is accepted there too; in "
        + "development, a server without one creates it and shows it in the terminal where it was started. A token "
        + "that has expired, or whose session has ended, is answered like none.");

    public static readonly ProblemType RoleRequired = new(
        "role-required", 403, "Your role does not allow this",
        "You are known, but this needs another role: OPERATOR may do everything, ADMIN manages the organization, STAFF "
        + "works with bookings and seats, SCANNER sees shows. 'detail' names the role. Nothing was changed.");

    public static readonly ProblemType SignInFailed = new(
        "sign-in-failed", 401, "The sign-in failed",
        "The e-mail address and the password do not belong together, or the refresh token does not work any more: it "
        + "was used before, or its session has ended. Sign in again.");

    public static readonly ProblemType CodeNeeded = new(
        "code-needed", 401, "A code is needed",
        "The password is right, and this account has a second factor. Send 'otp' as well: the six digits that the "
        + "authenticator app shows now, each of which is accepted once, or a recovery code.");

    public static readonly ProblemType TooManySignIns = new(
        "too-many-sign-ins", 429, "Too many failed sign-ins",
        "You have tried wrong passwords too often. Wait for the number of seconds in Retry-After; the wait grows with "
        + "each further failure. Others can still sign in to the account.");

    public static readonly ProblemType TokensNotSetUp = new(
        "tokens-not-set-up", 409, "This server gives no access tokens",
        "Its operator has set no Auth:SigningKeys ('usher admin signing-key' prints a key). Use an API key.");

    public static readonly ProblemType NoSuchMember = new(
        "no-such-member", 404, "Member not found", "Your organization has no member with this id.");

    public static readonly ProblemType MemberExists = new(
        "member-exists", 409, "They have an account already",
        "Somebody with this e-mail address is a member of your organization already: change the role, or make a link "
        + "that resets the password. Or they work for another organization of this server, or run it; then they need "
        + "another address here. Nothing was changed.");

    public static readonly ProblemType LastOne = new(
        "last-one", 409, "There would be nobody left",
        "An organization keeps at least one ADMIN who can sign in. Give somebody else the role first. Nothing was "
        + "changed.");

    public static readonly ProblemType NotYours = new(
        "not-yours", 409, "This person is not only yours",
        "They work for another organization too, are an OPERATOR, or are disabled, so an ADMIN cannot change how they "
        + "sign in. The operator of the server can: 'usher admin reset-link'. Nothing was changed.");

    public static readonly ProblemType NoSuchApiKey = new(
        "no-such-api-key", 404, "API key not found", "Your organization has no API key with this id.");

    public static readonly ProblemType TooManyApiKeys = new(
        "too-many-api-keys", 409, "Too many API keys",
        "Your organization has as many API keys as it can have. Revoke one first. Nothing was changed.");

    public static readonly ProblemType TooManyWrongKeys = new(
        "too-many-wrong-keys", 429, "Too many wrong keys",
        "Too many wrong keys were sent from your address, or from all addresses together. Correct the key: the "
        + "right one is always accepted. The count restarts after the number of seconds in Retry-After.");

    public static readonly ProblemType TooManyBookings = new(
        "too-many-bookings", 429, "Too many bookings were requested",
        "Too many bookings were requested from your internet address, whatever became of them. Nothing was held. Try "
        + "again after the number of seconds in Retry-After. The header RateLimit-Policy has the limit (q requests in "
        + "w seconds), RateLimit what is left of it.");

    public static readonly ProblemType TooManyRequests = new(
        "too-many-requests", 429, "Too many requests were made with this API key",
        "Nothing was done. Try again after the number of seconds in Retry-After. The header RateLimit-Policy has the "
        + "limit (q requests in w seconds), RateLimit what is left of it.");

    public static readonly ProblemType ChallengeRequired = new(
        "challenge-required", 403, "Answer the challenge first",
        "This server asks clients without credentials to do some work before they ask for seats. Nothing was held. "
        + "Work on 'challenge', then send the same request again with the header Challenge-Answer: token.number. The "
        + "number makes the SHA-256 of token:number begin with 'bits' zero bits.");

    public static readonly ProblemType NoSuchShow = new(
        "no-such-show", 404, "Show not found", "There is no show with this id.");

    public static readonly ProblemType NoSuchSeats = new(
        "no-such-seats", 404, "Seats not found",
        "The show has no seats with these numbers. Seat numbers run from 1 to the show's total_seats.");

    public static readonly ProblemType NoSuchBooking = new(
        "no-such-booking", 404, "Booking not found", "There is no booking with this id.");

    public static readonly ProblemType NoTicket = new(
        "no-ticket", 409, "The booking has no ticket",
        "Only a confirmed booking has one: not a hold, a cancelled booking or blocked seats. Nothing was changed.");

    public static readonly ProblemType NoSuchPlan = new(
        "no-such-plan", 404, "Seating plan not found",
        "There is no seating plan with this id, or it has no such version.");

    public static readonly ProblemType NoSuchOrganization = new(
        "no-such-organization", 404, "Organization not found", "There is no organization with this slug.");

    public static readonly ProblemType TooManyOrganizations = new(
        "too-many-organizations", 409, "Too many organizations",
        "This server has as many organizations as it can have. Nothing was changed.");

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

    public static readonly ProblemType OrganizationSuspended = new(
        "organization-suspended", 403, "The organizer is not selling at present",
        "Bookings that are confirmed are valid, and can still be looked at. Nothing new is sold, and the organizer's "
        + "people can look at everything and change nothing. Nothing was changed.");

    public static readonly ProblemType UpgradeRequired = new(
        "upgrade-required", 426, "This endpoint streams live updates",
        "Open it as a WebSocket, or send Accept: text/event-stream. For a single snapshot, GET the show's /seats.");

    public static readonly ProblemType AnotherSite = new(
        "another-site", 403, "A page of another site sent this",
        "Scripts of other sites may watch seats, and call the API, only if this server's operator has listed their "
        + "site (Http:CorsOrigins). Programs that are no browsers are not concerned.");

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
        Validation, MalformedBody, AdminKeyRequired, RoleRequired, SignInFailed, CodeNeeded, TooManyWrongKeys,
        TooManySignIns, TooManyBookings, TooManyRequests, ChallengeRequired, TokensNotSetUp, NoSuchMember,
        MemberExists, LastOne, NotYours, NoSuchApiKey, TooManyApiKeys, NoSuchShow, NoSuchSeats, NoSuchBooking,
        NoTicket, NoSuchPlan, NoSuchOrganization, TooManyOrganizations, NoSuchProblem, NoSuchRoute, MethodNotAllowed,
        EncodedBody, HttpsRequired, CurrencyStays, PlanDoesNotFit, SeatsRenamed, KeyReused, SalesNotOpen,
        OrganizationSuspended, UpgradeRequired, AnotherSite, SubscribersFull, InternalError, Overloaded, Unavailable,
    ];

    public string Uri { get; } = "/problems/" + Name;
}
