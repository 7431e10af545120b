//! Answers of servers and gateways in front of a wiki: pages, or JSON of their own.

use serde_json::{Value, json};

use crate::{
    fault::GatewayBody,
    http::{Response, reason},
};

/// Returns the answer of a server or gateway with this status: the page, or JSON of a gateway's own.
pub(crate) fn answer(status: u16, page: &str, in_json: bool) -> Response {
    if !in_json {
        return Response::html(status, page);
    }
    let text = format!("The gateway answers {status} {}.", reason(status));
    json(
        status,
        &json!({"code": code(status), "message": text, "info": text}),
    )
}

/// Returns a gateway's answer that resembles an error of the API.
pub(crate) fn misleading(body: GatewayBody) -> Response {
    const TEXT: &str = "The upstream server is timing out";
    const LOCKED: &str = "The backend is under maintenance";
    match body {
        GatewayBody::Message => json(504, &json!({"code": code(504), "message": TEXT})),
        GatewayBody::Info => json(504, &json!({"code": code(504), "info": TEXT})),
        GatewayBody::Number => json(504, &json!({"code": 504, "info": TEXT})),
        GatewayBody::Ok => json(200, &json!({"code": code(504), "info": TEXT})),
        GatewayBody::ReadOnly => json(503, &json!({"code": "readonly", "info": LOCKED})),
        GatewayBody::Script => {
            let error = json!({"error": {"code": "readonly", "info": LOCKED}});
            let page = format!(
                "<!DOCTYPE html>\n<html><head><title>504 Gateway Time-out</title>\n<script>var state = {error};</script>\n\
                 </head><body><h1>504 Gateway Time-out</h1></body></html>"
            );
            Response::html(504, page)
        }
    }
}

fn json(status: u16, error: &Value) -> Response {
    let body = json!({ "error": error }).to_string();
    Response::new(status, "application/json", body)
}

/// Returns the words of a status as gateways write codes, as `GatewayTimeout`.
fn code(status: u16) -> String {
    reason(status).replace(' ', "")
}
