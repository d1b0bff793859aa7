using System.Globalization;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>
/// The methods that send a point on the map (Client::process_send_location_query, process_send_venue_query). Live ones are not emulated.
/// </summary>
internal static class PlaceMethods
{
    public static MethodResult SendLocation(BotApiState state, RequestParameters parameters)
    {
        if (parameters["live_period"].Length > 0)
            throw Refuse.BadRequest("This emulated server sends no live locations");
        var location = LocationOf(parameters);
        return SendMethods.Send(state, parameters, () => Content(MessageKind.Location, "location", location()));
    }

    public static MethodResult SendVenue(BotApiState state, RequestParameters parameters)
    {
        var location = LocationOf(parameters);
        var (title, address) = (parameters["title"], parameters["address"]);
        return SendMethods.Send(state, parameters, () =>
        {
            // The words of Telegram's servers for these are not published.
            if (title.Length == 0 || address.Length == 0)
                throw Refuse.BadRequest("This emulated server takes no venue without a title and an address");
            var venue = new JsonObject { ["location"] = location(), ["title"] = title, ["address"] = address };
            return Content(MessageKind.Venue, "venue", venue);
        });
    }

    private static MessageContent Content(MessageKind kind, string field, JsonObject value) =>
        new(kind, FormattedText.Empty) { MediaField = field, MediaJson = value.ToJsonString() };

    // The Bot API server checks that both are there (Client::get_location), then td that they are on the map (Location::init).
    private static Func<JsonObject> LocationOf(RequestParameters parameters)
    {
        var (latitude, longitude) = (Degrees(parameters, "latitude"), Degrees(parameters, "longitude"));
        return () => Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180
            ? new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude }
            : throw Refuse.BadRequest("Wrong location specified");
    }

    // What is no number counts as 0 (td::to_double).
    private static double Degrees(RequestParameters parameters, string name)
    {
        if (parameters[name].Trim() is not { Length: > 0 } text)
            throw Refuse.BadRequest(name + " is empty");
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees : 0;
    }
}
